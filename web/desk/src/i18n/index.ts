// Both languages travel with the desk: switching is instant and costs a few kilobytes.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";
import { ru } from "./ru";

export type Language = "ru" | "en";
const key = "okno.language";

function kept(): Language | null {
  const value = localStorage.getItem(key);
  return value === "ru" || value === "en" ? value : null;
}
export function language(): Language { return i18next.language === "en" ? "en" : "ru"; }

export function setLanguage(next: Language): void {
  localStorage.setItem(key, next);
  void i18next.changeLanguage(next);
}
/** The account's language counts only while nothing was chosen in this browser. */
export function suggestLanguage(next: string): void {
  if (kept() === null && (next === "ru" || next === "en") && next !== language()) void i18next.changeLanguage(next);
}

export function startWords(): void {
  i18next.on("languageChanged", (next) => { document.documentElement.lang = next; });
  void i18next.use(initReactI18next).init({
    resources: { ru: { translation: ru }, en: { translation: en } },
    lng: kept() ?? "ru",
    fallbackLng: "ru",
    interpolation: { escapeValue: false },  // React shows text as text
    initAsync: false,
  });
}
