import { Button, Popover } from "@mantine/core";
import { IconPhoneCalling } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

const PlanForm = lazy(async () => ({ default: (await import("./plan-form")).PlanForm }));

/** "Call later…": to whom, when, by whom, and what about. */
export function PlanButton({ number, queue, testid, compact = false }: { number: string; queue: string; testid: string; compact?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position={compact ? "bottom-start" : "top-start"} shadow="md" trapFocus width={360}>
      <Popover.Target>
        <Button size={compact ? "compact-sm" : "md"} variant={compact ? "subtle" : "default"} data-testid={testid} aria-expanded={open} leftSection={<IconPhoneCalling size={compact ? 15 : 20} stroke={1.7} />} onClick={() => setOpen(!open)}>
          {t("planned.later")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown><Suspense fallback={null}><PlanForm number={number} queue={queue} onDone={() => setOpen(false)} /></Suspense></Popover.Dropdown>
    </Popover>
  );
}
