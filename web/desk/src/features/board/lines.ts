// The providers' lines for people: what each stands for, and what to do about it. Pure.
import type { TrunkView } from "../../api/types";
import type { Tone } from "../../ui/parts";

/** The list as it was asked for, and what has been told of it since. */
export function linesNow(asked: readonly TrunkView[], told: Readonly<Record<string, TrunkView>>): TrunkView[] {
  const known = asked.map((line) => told[line.name] ?? line);
  return [...known, ...Object.values(told).filter((line) => !asked.some((one) => one.name === line.name))].filter((line) => line.standing !== "removed");
}

export function lineTone(line: TrunkView): Tone {
  if (line.standing === "registered" || line.standing === "alive") return "green";
  return line.standing === "unknown" ? "plain" : "red";
}

/** Key of the words under `lines`. */
export function lineHow(line: TrunkView): string {
  if (line.standing === "refused") return line.why === "wrong_login" ? "wrongLogin" : "refused";
  return ["registered", "alive", "silent"].includes(line.standing) ? line.standing : "unknown";
}
