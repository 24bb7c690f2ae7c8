// One language travels with the desk; the other comes when somebody switches to it.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export type Language = "ru" | "en";
const key = "okno.language";
const wordsOf = { ru: async () => (await import("./ru")).ru, en: async () => (await import("./en")).en };
const here = new Set<Language>();

function kept(): Language | null {
  const value = localStorage.getItem(key);
  return value === "ru" || value === "en" ? value : null;
}
export function language(): Language { return i18next.language === "en" ? "en" : "ru"; }

async function speak(next: Language): Promise<void> {
  if (!here.has(next)) i18next.addResourceBundle(next, "translation", await wordsOf[next](), true);
  here.add(next);
  await i18next.changeLanguage(next);
}
/** The words may have to come from the server first: until then, or without it, the language stays as it is. */
function change(next: Language): void { speak(next).catch(() => undefined); }

export function setLanguage(next: Language): void {
  localStorage.setItem(key, next);
  change(next);
}
/** The account's language counts only while nothing was chosen in this browser. */
export function suggestLanguage(next: string): void {
  if (kept() === null && (next === "ru" || next === "en") && next !== language()) change(next);
}

/** Done when there are words to draw a page with. */
export async function startWords(): Promise<void> {
  i18next.on("languageChanged", (next) => { document.documentElement.lang = next; });
  await i18next.use(initReactI18next).init({
    resources: {}, lng: kept() ?? "ru",
    fallbackLng: "ru",
    interpolation: { escapeValue: false },  // React shows text as text
    initAsync: false,
  });
  await speak(kept() ?? "ru");
}
