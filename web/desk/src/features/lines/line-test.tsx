import { Button, Loader, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import type { LineTestStepView, LineTestView } from "../../api/types";
import { plain } from "../../ui/format";
import { showProblem } from "../../ui/problem";
import { onFrame } from "../live/store";
import { stepsNow, verdictOf } from "./line-steps";

/** Tries a line, each step as it comes: the first that fails is told with what to do. */
export function LineTest({ line }: { line: string }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState("");
  const [test, setTest] = useState<LineTestView | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => onFrame((frame) => { if (frame.type === "line.tested" && frame.data.trunk === line) setTest(frame.data); }), [line]);
  const running = asked || (test !== null && !test.over);
  async function start(): Promise<void> {
    setAsked(true);
    setTest(null);
    try { /* its steps may be told before its beginning is answered */ const begun = await api.testLine(line, number.trim()); setTest((now) => now ?? begun); } catch (error) { showProblem(error); } finally { setAsked(false); }
  }
  const verdict = test ? verdictOf(test) : "none";
  return (
    <div className="line-test" data-testid={`line-test-${line}`}>
      <form className="line-test-ask" onSubmit={(event) => { event.preventDefault(); void start(); }}>
        <TextInput size="sm" className="grow" label={t("lineTest.number")} description={t("lineTest.numberHow")} value={number} maxLength={60} autoComplete="off" data-testid="test-number" onChange={(event) => setNumber(event.currentTarget.value)} />
        <Button size="sm" type="submit" loading={running} data-testid="start-test" leftSection={<IconPlayerPlay size={15} />}>{t("lineTest.start")}</Button>
      </form>
      {test ? <ol aria-live="polite">{stepsNow(test).map((one) => <Step key={one.step} step={one} />)}</ol> : null}
      {test?.over ? <p className={verdict === "failed" ? "line-verdict bad" : "line-verdict"} role="status" data-testid="test-verdict">{t(`lineTest.${verdict}`)}</p> : null}
    </div>
  );
}

const icons = { passed: IconCircleCheck, failed: IconCircleX, skipped: IconCircleMinus, unsure: IconAlertTriangle } as const;

function Step({ step }: { step: LineTestStepView }) {
  const { t, i18n } = useTranslation();
  const russian = i18n.language === "ru";
  const words = russian ? step.ru : step.en;
  const remedy = russian ? step.remedy_ru : step.remedy_en;
  const Icon = icons[step.state as keyof typeof icons] as typeof IconCircleX | undefined;
  return (
    <li className={`line-step is-${step.state}`} data-testid={`test-${step.step}`} data-state={step.state}>
      {step.state === "running" ? <Loader size={17} aria-hidden="true" /> : Icon ? <Icon size={19} stroke={1.8} aria-hidden="true" /> : <span className="line-step-dot" aria-hidden="true" />}
      <div><b>{t(`lineStep.${step.step}`)}</b> <span className="unseen">{step.state === "" ? "" : t(`lineState.${step.state}`)}</span>{words ? <span>{plain(words)}</span> : null}{remedy ? <span className="line-remedy">{plain(remedy)}</span> : null}</div>
    </li>
  );
}
