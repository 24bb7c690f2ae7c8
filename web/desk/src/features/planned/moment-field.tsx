import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../api/http";
import { fromInput, toInput, usualMoments } from "./moments";

/** A day and an hour: what people usually say as one press, anything else in the field. */
export function MomentField({ value, onChange }: { value: number | null; onChange: (ms: number | null) => void }) {
  const { t } = useTranslation();
  const [usual] = useState(() => usualMoments(serverNow()));
  return (
    <div className="moment">
      <div className="moment-usual" role="group" aria-label={t("planned.when")}>
        {usual.map((one) => (
          <button key={one.key} type="button" className="moment-one" data-testid={`moment-${one.key}`} aria-pressed={value !== null && Math.abs(value - one.at) < 30_000} onClick={() => onChange(one.at)}>{t(`planned.${one.key}`)}</button>
        ))}
      </div>
      <TextInput size="sm" type="datetime-local" data-testid="plan-at" label={t("planned.when")} value={value === null ? "" : toInput(value)} min={toInput(serverNow())}
        onChange={(event) => onChange(fromInput(event.currentTarget.value))} />
    </div>
  );
}
