// The demo's people and numbers behind a settings file, as an office is served: for what the demo's options cannot say.
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Api } from "./api.mjs";
import { Server } from "./server.mjs";
import { free_sip_port } from "./sipp.mjs";

export const password = "long enough";  // everybody's: that of the demo is taken nowhere else

// `address`: where the doors are, `desks`: where those for browsers are over https and sound is; `callers`: whose calls are
// a provider's; `settings`: more TOML; `space`: the network namespace to run in.
export async function office(t, { space, address = "127.0.0.1", desks = address, callers = [address], settings = "" }) {
  const data = mkdtempSync(join(t.folder, "data-"));
  const demo = await Server.start(t, { data });
  const admin = await Api.sign_in(demo.url, "admin");
  const { version, agents } = await admin.get("/configuration");
  await admin.call("PATCH", "/configuration", { version, agents: agents.map((one) => ({ ...one, password })) });
  await demo.stop();
  const https = space ? 8443 : await free_sip_port(desks);  // in a namespace of its own nobody else is
  const file = join(t.folder, "okno.toml");
  const quoted = (list) => list.map((one) => `"${one}"`).join(", ");
  writeFileSync(file, `data = "${data}"
[http]
address = "${address}"
port = 0
[https]
address = "${desks}"
port = ${https}
self_made = true
[sip]
address = "${address}"
port = 0
[media]
advertised = ["${desks}"]
[[sip.trunks]]
name = "provider"
address = "${callers[0]}:5060"
allowed = [${quoted(callers)}]
keep_alive_s = 0
${settings}
`);
  const server = await Server.start(t, { data, space, args: ["serve", "--config", file] });
  server.at.https = `${desks}:${https}`;
  return server;
}
