import { Menu, UnstyledButton } from "@mantine/core";
import { IconLogout, IconSettings } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MeView } from "../../api/types";
import { plain } from "../../ui/format";
import { Face } from "../../ui/parts";
import { showWords } from "../../ui/problem";
import { href } from "../../ui/route";
import { inHand } from "../live/reducer";
import { live } from "../live/store";
import { signOut } from "./session";

export function UserMenu({ me }: { me: MeView }) {
  const { t } = useTranslation();
  function leave(): void {
    if (inHand(live()).some((one) => one.state === "active" || one.state === "held")) showWords(t("user.signOutTalking"));
    else void signOut();
  }
  return (
    <Menu position="right-end" shadow="md" width={210}>
      <Menu.Target><UnstyledButton className="user"><span className="unseen">{plain(me.name)}</span><Face name={me.name} size={34} /></UnstyledButton></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label><b>{plain(me.name)}</b><br />{t(`signIn.${me.role}`)}</Menu.Label>
        <Menu.Item component="a" href={href("settings")} leftSection={<IconSettings size={16} />}>{t("nav.settings")}</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} data-testid="sign-out" onClick={leave}>{t("user.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
