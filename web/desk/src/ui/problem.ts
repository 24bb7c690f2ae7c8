// Turns a failure into words that say what to do next, in the reader's language.
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { createElement } from "react";
import { Problem } from "../api/http";
import { plain } from "./format";

const aliases: Record<string, string> = {
  not_yours: "not_your_call", not_allowed: "forbidden", not_connected: "no_phone", bad_csrf: "csrf", no_answer: "unreachable", in_progress: "busy", no_session: "signedOut",
};

export function wordsOfCode(code: string, words: string): string {
  const key = `problem.${aliases[code] ?? code}`;
  if (i18next.exists(key)) return i18next.t(key);
  return words ? i18next.t("problem.unknown", { words: plain(words) }) : i18next.t("problem.unknown", { words: code });
}

export function wordsOf(error: unknown): string {
  if (!(error instanceof Problem)) return i18next.t("problem.unknown", { words: error instanceof Error ? error.message : "?" });
  if (error.status >= 500 && error.status !== 501 && error.status !== 503 && !error.words) return i18next.t("problem.server", { status: error.status });
  if (error.status === 501) return i18next.t("problem.not_built");
  if (error.status === 429) return i18next.t("problem.too_many");
  return wordsOfCode(error.code, error.words);
}

export function showProblem(error: unknown): void {
  if (error instanceof Problem && error.status === 401) return;  // the door opens by itself and says why
  notifications.show({ id: `problem-${error instanceof Problem ? error.code : "x"}`, color: "red", message: wordsOf(error), autoClose: 8000, closeButtonProps: { "aria-label": i18next.t("common.close") } });
}

/** A "no" that is already in the reader's words. */
export function showWords(words: string): void {
  notifications.show({ id: `words-${words}`, color: "red", message: words, autoClose: 8000, closeButtonProps: { "aria-label": i18next.t("common.close") } });
}

/** It is done; `undo` takes it back while the words are on the screen. */
export function showDone(words: string, undo?: () => void): void {
  const id = `done-${Date.now()}`;
  const take = (): void => { notifications.hide(id); undo?.(); };
  const message = undo ? createElement("span", { className: "done" }, words, createElement("button", { type: "button", className: "done-undo", onClick: take }, i18next.t("common.undo"))) : words;
  notifications.show({ id, color: "lake", message, autoClose: undo ? 10_000 : 3500, closeButtonProps: { "aria-label": i18next.t("common.close") } });
}
