import { Loader, TextInput } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { IconPhoneOutgoing, IconSearch } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { looksLikeNumber, plain, prettyNumber } from "../../ui/format";
import { Face, Keys } from "../../ui/parts";
import { go } from "../../ui/route";
import { callNumber } from "../conversation/actions";
import { deskKeys } from "../conversation/keys";
import { tell } from "../live/store";
import { useContactSearch, useHurry } from "./use-contact-search";

/** Finds anyone by any part of a number or a name; a whole number can be called at once. */
export function Search() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const box = useClickOutside(() => setOpen(false));
  const found = useContactSearch(text);
  const dial = looksLikeNumber(text);
  const count = found.contacts.length + (dial ? 1 : 0);
  const active = Math.min(at, Math.max(0, count - 1));
  const shown = open && text.trim().length > 0;

  function choose(index: number): void {
    const contact = found.contacts[index];
    if (contact) {
      go("desk");
      tell({ type: "focus", focus: { interaction: null, contact: contact.id } });
    } else if (dial && index === found.contacts.length) {
      callNumber(text.trim());
    } else {
      return;
    }
    setOpen(false);
    setText("");
    input.current?.blur();
  }
  const enter = useHurry(text, found.settled || found.failed || text.trim().length < 2, () => choose(active));
  function pressed(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") { setOpen(true); setAt(Math.min(active + 1, count - 1)); event.preventDefault(); }
    else if (event.key === "ArrowUp") { setAt(Math.max(active - 1, 0)); event.preventDefault(); }
    else if (event.key === "Enter") { enter(); event.preventDefault(); }
    else if (event.key === "Escape") { if (shown) setOpen(false); else input.current?.blur(); }
  }
  return (
    <div className="search" ref={box}>
      <TextInput
        ref={input} data-testid="search" type="search" autoComplete="off" aria-label={t("search.label")} placeholder={t("search.placeholder")} value={text} maxLength={80}
        leftSection={found.pending ? <Loader size={14} /> : <IconSearch size={16} />} rightSection={<Keys>{deskKeys.search}</Keys>} rightSectionWidth={64}
        role="combobox" aria-expanded={shown} aria-controls="search-found" aria-autocomplete="list" {...(shown && count ? { "aria-activedescendant": `found-${active}` } : {})}
        onChange={(event) => { setText(event.currentTarget.value); setAt(0); setOpen(true); }} onFocus={() => setOpen(true)} onKeyDown={pressed}
      />
      {shown ? (
        <div className="search-found">
          <div id="search-found" role="listbox" aria-label={t("search.label")}>
            {found.contacts.map((contact, index) => (
              <div key={contact.id} id={`found-${index}`} role="option" aria-selected={index === active} className={index === active ? "pick active" : "pick"} data-testid="search-result"
                onMouseDown={(event) => event.preventDefault()} onMouseMove={() => setAt(index)} onClick={() => choose(index)}>
                <Face name={contact.name} size={30} />
                <span className="grow clip"><b>{plain(contact.name)}</b>{contact.vip ? <span className="chip vip">{t("card.vip")}</span> : null}<br /><span className="soft small">{contact.company ? plain(contact.company.name) : t("card.noCompany")}</span></span>
                <span className="tel soft">{prettyNumber(contact.phones[0] ?? "")}</span>
              </div>
            ))}
            {dial ? (
              <div id={`found-${found.contacts.length}`} role="option" aria-selected={active === found.contacts.length} className={active === found.contacts.length ? "pick active" : "pick"}
                onMouseDown={(event) => event.preventDefault()} onMouseMove={() => setAt(found.contacts.length)} onClick={() => choose(found.contacts.length)}>
                <span className="pick-icon"><IconPhoneOutgoing size={16} aria-hidden="true" /></span><span className="grow">{t("search.call", { number: prettyNumber(text.trim()) })}</span>
              </div>
            ) : null}
          </div>
          {found.settled && found.contacts.length === 0 ? <div className="search-none"><b>{t("search.nothing")}</b><br />{t("search.nothingHow")}</div> : null}
          {text.trim().length < 2 ? <div className="search-none">{t("search.short")}</div> : null}
          <div className="search-hint">{t("search.hint")}</div>
        </div>
      ) : null}
    </div>
  );
}
