import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api/endpoints";
import { Problem } from "../api/http";
import { signIn } from "../features/session/session";
import { DoorPicture } from "../ui/door-picture";
import { Face, Logo } from "../ui/parts";
import { wordsOf } from "../ui/problem";
import { LanguageSwitch, ThemeSwitch } from "../features/session/switches";

const demoUsers = [
  { login: "anna", name: "Анна", role: "agent" }, { login: "boris", name: "Борис", role: "agent" }, { login: "vera", name: "Вера", role: "supervisor" }, { login: "admin", name: "Admin", role: "admin" },
] as const;

export function SignInPage({ expired }: { expired: boolean }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const passwordBox = useRef<HTMLInputElement>(null);
  const health = useQuery({ queryKey: ["health"], queryFn: api.health, retry: true, retryDelay: 2000 });

  async function enter(name: string, secret: string): Promise<void> {
    if (busy || !name) return;
    setBusy(true);
    setTrouble("");
    try {
      await signIn(name, secret);
    } catch (error) {
      const wrong = error instanceof Problem && (error.status === 401 || error.code === "wrong_password");
      setTrouble(wrong ? t("signIn.wrong") : error instanceof Problem && error.status === 429 ? t("signIn.tooMany") : wordsOf(error));
      setBusy(false);
      if (wrong) window.setTimeout(() => { passwordBox.current?.focus(); passwordBox.current?.select(); });  // once it may be typed in again
    }
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void enter(login.trim(), password);
  }
  return (
    <div className="door">
      <div className="door-side">
        <div className="door-brand"><Logo size={40} /><span>Okno</span></div>
        <DoorPicture />
        <p className="door-promise">{t("signIn.promise")}</p>
        <ul>{(["point1", "point2", "point3"] as const).map((point) => <li key={point}>{t(`signIn.${point}`)}</li>)}</ul>
      </div>
      <main className="door-main">
        <div className="door-tools"><ThemeSwitch /><LanguageSwitch /></div>
        <form className="door-form" onSubmit={submit}>
          <h1>{t("signIn.title")}</h1>
          {expired ? <div className="strip-warn">{t("problem.signedOut")}</div> : null}
          <TextInput size="md" name="username" data-testid="login" label={t("signIn.login")} autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} value={login} onChange={(event) => setLogin(event.currentTarget.value)} />
          <PasswordInput ref={passwordBox} size="md" name="password" data-testid="password" label={t("signIn.password")} visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          <div className="door-trouble" role="alert">{trouble}</div>
          <Button size="md" fullWidth type="submit" data-testid="sign-in" loading={busy}>{t("signIn.submit")}</Button>
          {health.isError || health.failureCount > 0 ? <div className="strip-warn" role="status">{t("link.away")}. {t("signIn.awayHow")}</div> : null}
          {health.data?.demo ? (
            <div className="door-demo">
              <b>{t("signIn.demoTitle")}</b><p>{t("signIn.demoText")}</p>
              <div className="door-users">
                {demoUsers.map((user) => (
                  <button type="button" key={user.login} className="door-user" onClick={() => { setLogin(user.login); setPassword("demo"); void enter(user.login, "demo"); }}>
                    <Face name={user.name} size={32} /><span><b>{user.login}</b><br /><span className="soft small">{t(`signIn.${user.role}`)}</span></span>
                  </button>
                ))}
              </div>
            </div>
          ) : null}
        </form>
      </main>
    </div>
  );
}
