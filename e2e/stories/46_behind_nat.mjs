// An agent at home behind a router that hides his address (NAT): he hears the customer and is heard, without any relay.
import { desk_at_home, talks_from_home } from "../lib/away.mjs";
import { Space, no_network } from "../lib/network.mjs";
import { office } from "../lib/office.mjs";
import { check } from "../lib/wait.mjs";

export const name = "an agent behind NAT talks over https from his browser";
export const cannot = () => no_network();

export async function story(t) {
  const router = Space.open(t, "nat", 60);
  const home = router.add_home(t, "home");
  const server = await office(t, { desks: router.ours });
  const desk = await desk_at_home(t, server, home);
  const path = await talks_from_home(t, server, desk);
  check(path.type !== "relay", `a relay was used: ${JSON.stringify(path)}`);
  check(/counter packets [1-9]/.test(router.run("nft", "list", "table", "ip", "home")), "nothing went through the router");
}
