import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { language, setLanguage } from "../../i18n";
import { Dot, WithKey } from "../../ui/parts";

export function LanguageSwitch() {
  const { t } = useTranslation();
  const next = language() === "ru" ? "en" : "ru";
  return (
    <WithKey label={t("language.label")}>
      <button type="button" className="language" data-testid="language" onClick={() => setLanguage(next)}>
        <span className="unseen" lang={next}>{t("language.label")}</span>
        <span aria-hidden="true" className={language() === "ru" ? "on" : ""}>RU</span><span aria-hidden="true" className={language() === "en" ? "on" : ""}>EN</span>
      </button>
    </WithKey>
  );
}

const looks: { value: MantineColorScheme; icon: typeof IconSun }[] = [
  { value: "light", icon: IconSun }, { value: "dark", icon: IconMoon }, { value: "auto", icon: IconDeviceDesktop },
];

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Now = looks.find((look) => look.value === colorScheme)?.icon ?? IconDeviceDesktop;
  return (
    <Menu position="bottom-end" shadow="md" width={190}>
      <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} aria-label={t("theme.label")}><Now size={18} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {looks.map((look) => (
          <Menu.Item key={look.value} leftSection={<look.icon size={16} />} rightSection={look.value === colorScheme ? <Dot tone="accent" /> : null} onClick={() => setColorScheme(look.value)}>{t(`theme.${look.value}`)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
