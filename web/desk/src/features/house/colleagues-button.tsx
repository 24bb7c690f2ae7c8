import { ActionIcon, Loader, Popover } from "@mantine/core";
import { IconAddressBook } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/store";

const Colleagues = lazy(async () => ({ default: (await import("./colleagues")).Colleagues }));

/** Opens the directory; its dot says that somebody is parked. */
export function ColleaguesButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const parked = useLive((state) => state.parked.length);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus width={430}>
      <Popover.Target>
        <ActionIcon size={34} variant="default" className={parked ? "wash-amber" : ""} data-testid="colleagues" aria-label={parked ? `${t("house.title")} · ${t("house.parkedN", { count: parked })}` : t("house.title")} aria-expanded={open} onClick={() => setOpen(!open)}><IconAddressBook size={18} /></ActionIcon>
      </Popover.Target>
      <Popover.Dropdown><Suspense fallback={<Loader type="dots" />}><Colleagues close={() => setOpen(false)} /></Suspense></Popover.Dropdown>
    </Popover>
  );
}
