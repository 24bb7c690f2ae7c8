// Says what to do when the types made from the server's views are not there yet.
import { existsSync } from "node:fs";

if (!existsSync(new URL("../src/api/types.gen.ts", import.meta.url))) {
  console.error("src/api/types.gen.ts is missing: run `make types` at the top of the project (it is made from src/app/views.h)");
  process.exit(1);
}
