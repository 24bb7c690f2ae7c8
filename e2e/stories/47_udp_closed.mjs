// An agent in a network that lets out no UDP: his sound goes through the office's relay (a real coturn) over TCP, and where
// only TLS is let through, over TLS. The relay takes the password that the office makes of their secret.
import { desk_at_home, talks_from_home } from "../lib/away.mjs";
import { Api } from "../lib/call.mjs";
import { Space, no_network } from "../lib/network.mjs";
import { office, password } from "../lib/office.mjs";
import { Turn, no_turn } from "../lib/turn.mjs";
import { check } from "../lib/wait.mjs";

export const name = "where UDP is closed the sound goes through a relay over TCP or TLS";
export const cannot = () => no_network() ?? no_turn();
export const limit_s = 180;

export async function story(t) {
  const router = Space.open(t, "udp", 61);
  const home = router.add_home(t, "shut");
  const secret = "a secret of two";
  const turn = await Turn.start(t, { address: router.ours, secret });
  const settings = `[turn]
urls = ["turn:${router.ours}:${turn.port}?transport=udp", "turn:${router.ours}:${turn.port}?transport=tcp", "turns:${router.ours}:${turn.tls_port}?transport=tcp"]
secret = "${secret}"
`;
  const server = await office(t, { desks: router.ours, settings });
  router.closes("ip protocol udp");
  const api = await Api.sign_in(server.url, "anna", password);
  const ice = await api.get("/me/ice");
  check(ice.servers.length === 1 && ice.servers[0].username.includes(":agent") && ice.until_ms > Date.now(), `ice: ${JSON.stringify(ice)}`);
  check(!JSON.stringify(ice).includes(secret), "the secret itself is told");

  let desk = await desk_at_home(t, server, home);
  let path = await talks_from_home(t, server, desk);
  check(path.type === "relay" && path.relay !== "udp", `path: ${JSON.stringify(path)}`);
  await desk.page.close();

  router.closes(`tcp dport ${turn.port}`);  // now only TLS is left
  desk = await desk_at_home(t, server, home);
  path = await talks_from_home(t, server, desk);
  check(path.type === "relay" && path.relay === "tls", `path: ${JSON.stringify(path)}`);
  desk.no_errors(/401|ERR_CERT/);
}
