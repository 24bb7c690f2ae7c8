// Two fields of a rule make one choice: which conversations are recorded.
export const allRecorded = ["all", "on_demand", "none"] as const;
export type Recorded = (typeof allRecorded)[number];

export function recordedOf(recorded: unknown, onDemand: unknown): Recorded { return recorded ? "all" : onDemand ? "on_demand" : "none"; }
export function fieldsOf(choice: string | null): { recorded: boolean; record_on_demand: boolean } {
  return { recorded: choice === "all", record_on_demand: choice === "on_demand" };
}
