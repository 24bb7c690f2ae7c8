import { Button, Popover } from "@mantine/core";
import { IconPhoneIncoming } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { takeOver } from "./listen-actions";

/** Takes the customer out of an agent's hands. It asks: nobody's conversation ends by a slip of the hand. */
export function TakeOver({ id, from, testid }: { id: number; from: string; testid: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={310} shadow="md" trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" data-testid={testid} aria-expanded={open} leftSection={<IconPhoneIncoming size={15} stroke={1.7} />} onClick={() => setOpen(!open)}>{t("line.takeOver")}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="force-ask" role="alertdialog" aria-label={t("line.takeOver")}>
          <p>{t("line.takeOverHow", { name: from })}</p>
          <div className="form-foot">
            <Button size="compact-sm" variant="default" onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
            <Button size="compact-sm" data-autofocus data-testid="take-over-sure" onClick={() => { setOpen(false); void takeOver(id, from); }}>{t("line.takeOver")}</Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
