import { Button, TextInput } from "@mantine/core";
import { IconShieldOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { serverNow } from "../../api/http";
import { plain, prettyNumber } from "../../ui/format";
import { Empty } from "../../ui/parts";
import { showDone, showProblem, wordsOf } from "../../ui/problem";
import { href } from "../../ui/route";
import { dispositionWords } from "../conversation/words";
import { Editor, Group, useEditing, WordsRule } from "./editor";
import { sameClock, whenIn, zoneName } from "./zone-words";

const againMs = 5000;

/** Who does not get through today, for good, and who always does. */
export function ListsEditor({ id, locked }: { id: string; locked: boolean }) {
  return (
    <Editor kind="projects" id={id} locked={locked}>
      <Today />
      <Group name="forGood"><WordsRule field="blacklist" /><WordsRule field="whitelist" /></Group>
    </Editor>
  );
}

function Today() {
  const { t, i18n } = useTranslation();
  const { item } = useEditing();
  const project = String(item["name"]), zone = String(item["zone"]);
  const queries = useQueryClient();
  const [number, setNumber] = useState("");
  const list = useQuery({ queryKey: ["blacklist"], queryFn: api.blacklist, refetchInterval: againMs });
  const again = (): void => { void queries.invalidateQueries({ queryKey: ["blacklist"] }); };
  const until = (at: number): string => {
    const day = t("rules.until", { when: whenIn(at, serverNow(), zone, i18n.language, { tomorrow: t("rules.tomorrow"), midnight: t("rules.midnight") }) });
    return sameClock(zone, "", at) ? day : `${day} (${zoneName(zone, at, i18n.language)})`;
  };
  async function turn(done: Promise<unknown>, words: string, undo?: () => void): Promise<void> {
    try {
      await done;
      showDone(words, undo);
      setNumber("");
    } catch (error) { showProblem(error); }
    again();
  }
  const rows = (list.data ?? []).filter((one) => one.project === project && one.until_ms > serverNow()).sort((a, b) => b.marks - a.marks || a.number.localeCompare(b.number));
  return (
    <Group name="today">
      <div className="rules-wide">
        <form className="rules-add" onSubmit={(event) => { event.preventDefault(); if (number.trim()) void turn(api.block(number, project), t("rules.blocked", { number: plain(number) }), () => void turn(api.unblock(number, project), t("rules.letIn", { number: plain(number) }))); }}>
          <TextInput size="sm" w={240} aria-label={t("rules.number")} placeholder="+7 916 123-45-67" value={number} maxLength={60} onChange={(event) => setNumber(event.currentTarget.value)} />
          <Button size="sm" type="submit" variant="default" disabled={!number.trim()}>{t("rules.block")}</Button>
        </form>
        <MarksNow />
        {list.isError ? <p className="rules-error">{wordsOf(list.error)}</p> : null}
        {list.isSuccess && rows.length === 0 ? <Empty icon={<IconShieldOff size={26} />} title={t("rules.nobodyOut")} text={t("rules.nobodyOutHow")} /> : null}
        <ul className="rules-numbers">
          {rows.map((one) => (
            <li key={one.number}>
              <b className="tel">{prettyNumber(plain(one.number))}</b>
              <span className="soft">{one.marks ? t("rules.marks", { count: one.marks }) : t("rules.byHand")} · {until(one.until_ms)}</span>
              <span className="grow" /><Button size="compact-sm" variant="subtle" onClick={() => void turn(api.unblock(one.number, project), t("rules.letIn", { number: prettyNumber(plain(one.number)) }), () => void turn(api.block(one.number, project), t("rules.blocked", { number: prettyNumber(plain(one.number)) })))}>{t("rules.unblock")}</Button>
            </li>
          ))}
        </ul>
      </div>
    </Group>
  );
}

/** By which rule a number comes onto the list by itself, and the way to change it. */
function MarksNow() {
  const { t } = useTranslation();
  const { item } = useEditing();
  const marks = Number(item["hooligan_marks"]), code = String(item["hooligan_disposition"]);
  const known = (item["dispositions"] as string[]).includes(code);
  const name = dispositionWords(t, code);
  return (
    <p className={marks > 0 && !known ? "rules-warn" : "soft small rules-marks"} data-testid="marks-now">
      {marks <= 0 ? t("rules.marksOff") : known ? t("rules.marksOn", { count: marks, name }) : t("rules.markMissing", { name })}{" "}
      <a href={href("rules", { tab: "projects", id: String(item["id"]), at: "out" })}>{t("rules.marksChange")}</a>
    </p>
  );
}
