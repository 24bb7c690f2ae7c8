// The program under test: build/okno, or what OKNO names.
import { existsSync, readFileSync } from "node:fs";

export const program = process.env.OKNO ?? new URL("../../build/okno", import.meta.url).pathname;
if (!existsSync(program)) {
  console.error(`e2e: no program at ${program}: make build first, or set OKNO`);
  process.exit(2);
}
// Sanitizers make everything slower; limits on time are for the release program, times this for the other.
export const slowness = readFileSync(program).includes("__asan_init") ? 4 : 1;
