import { Button, Skeleton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { serverNow } from "../../api/http";
import type { AuditView } from "../../api/types";
import { plain, when } from "../../ui/format";
import { Empty, Face } from "../../ui/parts";
import { wordsOf } from "../../ui/problem";
import { auditWords, queueNames, type Speech } from "./audit-words";
import { differences } from "./differences";
import { useRules } from "./rules-store";

/** Who changed which rule, newest first. */
export function AuditList() {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({ queryKey: ["audit"], initialPageParam: "", queryFn: ({ pageParam }) => api.audit(pageParam || undefined), getNextPageParam: (page) => page.next || undefined });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel rules-audit">
      <h2>{t("rules.audit")}</h2>
      <p className="soft">{t("rules.auditHow")}</p>
      {pages.isPending ? [0, 1, 2].map((one) => <Skeleton key={one} height={40} mt={10} />) : null}
      {pages.isError ? <p className="rules-error">{wordsOf(pages.error)}</p> : null}
      {pages.isSuccess && rows.length === 0 ? <Empty icon={<IconHistory size={26} />} title={t("rules.noAudit")} text={t("rules.noAuditHow")} /> : null}
      <ol>{rows.map((one) => <Row key={one.id} one={one} />)}</ol>
      {pages.hasNextPage ? <div className="pad center"><Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("common.more")}</Button></div> : null}
    </section>
  );
}

function Row({ one }: { one: AuditView }) {
  const { t, i18n } = useTranslation();
  const name = (field: string): string => (i18n.exists(`ruleName.${field}`) ? t(`ruleName.${field}`) : field);
  const [kind = "", ...rest] = one.place.split(" ");
  const place = i18n.exists(`rulePlace.${kind}`) ? t(`rulePlace.${kind}`, { name: plain(rest.join(" ")) }) : plain(one.place);
  const { draft } = useRules();
  const speech: Speech = { language: i18n.language, units: { s: t("ruleUnit.s"), min: t("ruleUnit.min"), h: t("ruleUnit.h") }, choice: (group, code) => t(`${group}.${code}`), target: (code) => t(`target.${code}`) };
  const value = (field: string, text: string): string => (!text ? "—" : plain(field === "queues" ? queueNames(text, draft) : auditWords(field, text, draft, speech)));
  const all = differences(one.before, one.after);
  const did = all.find((each) => each.field === "did")?.after;
  return (
    <li data-testid="audit-row">
      <Face name={one.author.name} size={30} />
      <div className="grow">
        <div><b>{plain(one.author.name)}</b> · {place} <span className="soft num">{when(one.at_ms, serverNow(), i18n.language, t("common.yesterday"))}</span></div>
        {did ? <p>{i18n.exists(`auditDid.${did}`) ? t(`auditDid.${did}`) : did}</p> : one.before === "" ? <p>{t("rules.added")}</p> : one.after === "" ? <p>{t("rules.removed")}</p> : (
          <ul>{all.map((each) => <li key={each.field}><span className="soft">{name(each.field)}:</span> <s>{value(each.field, each.before)}</s> → <b>{value(each.field, each.after)}</b></li>)}</ul>
        )}
      </div>
    </li>
  );
}
