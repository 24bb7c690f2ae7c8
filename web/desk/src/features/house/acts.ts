// What one does with colleagues; each answer of the server goes into the live store at once.
import * as api from "../../api/endpoints";
import type { InteractionView, MeView } from "../../api/types";
import { showProblem } from "../../ui/problem";
import { go } from "../../ui/route";
import { tell } from "../live/store";
import { wakeRing } from "../phone/ring";

function take(asked: Promise<InteractionView>): void {
  asked.then((interaction) => {
    tell({ type: "interaction", interaction });
    tell({ type: "focus", focus: { interaction: interaction.id, contact: null } });
    go("desk");
  }, showProblem);
}

export function callColleague(extension: string): void {
  wakeRing();
  take(api.call(extension));
}
export function pickUp(agent: number): void { take(api.pickUp(agent)); }
export function fetchParked(slot: number): void { take(api.fetchParked(slot)); }
export function setAbsence(absence: MeView["absence"], until?: number): void {
  api.setAbsence(absence, until).then((me) => tell({ type: "me", me }), showProblem);
}
