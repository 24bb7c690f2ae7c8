// Trying a line: each step is told as it comes, the one that fails is named with the remedy, in both languages; the sound is proved
// by the provider's echo, and where it cannot be proved that is said. `okno doctor` tells the same on the command line.
import { Asterisk, cannot_run_asterisk } from "../lib/asterisk.mjs";
import { Browser } from "../lib/browser.mjs";
import { Api } from "../lib/call.mjs";
import { house, one_line } from "../lib/provider.mjs";
import { run_program } from "../lib/server.mjs";
import { free_sip_port } from "../lib/sipp.mjs";
import { check, until } from "../lib/wait.mjs";

export const name = "a line is tested step by step in the desk and by okno doctor; the failing step is named with its remedy";
export const cannot = () => cannot_run_asterisk();
export const limit_s = 240;

const login = "74950001122";
const extensions = `[general]
static=yes
[from-okno]
exten => 600,1,Answer()
 same => n,Echo()
exten => 601,1,Answer()
 same => n,Playtones(700/60000)
 same => n,Wait(60)
exten => 602,1,Answer()
 same => n,Wait(60)
exten => 603,1,Hangup(17)
`;

export async function story(t) {
  const asterisk = await Asterisk.start(t, { pjsip: one_line(login, "a good secret"), extensions });
  const nobody = await free_sip_port();
  const { server, file, first_password: password } = await house(t, `[[sip.trunks]]
name = "good"
address = "127.0.0.1:${asterisk.port}"
login = "${login}"
password = "a good secret"
register = true
[[sip.trunks]]
name = "mistaken"
address = "127.0.0.1:${asterisk.port}"
login = "${login}"
password = "a wrong one"
register = true
[[sip.trunks]]
name = "silent"
address = "127.0.0.1:${nobody}"
[[sip.trunks]]
name = "nowhere"
address = "sip.there-is-no-such-name.invalid"
`);
  const admin = await Api.sign_in(server.url, "admin", password);

  const result = async (line) => {
    const test = await admin.get(`/trunks/${line}/test`);
    check(test.over, `${line} is not over yet: ${JSON.stringify(test)}`);
    return { ...test, of: Object.fromEntries(test.steps.map((one) => [one.step, one])) };
  };
  const tried = async (line, number) => {
    await admin.post(`/trunks/${line}/test`, number ? { number } : {});
    return until(`the test of ${line} is over`, () => result(line), 60_000);
  };
  const states = (test) => test.steps.map((one) => `${one.step} ${one.state} ${one.code}`).join(", ");

  // In the desk, step by step, to the provider's echo.
  const browser = await Browser.start(t);
  const page = await browser.desk(server.url, { width: 1280, height: 900 });
  await page.sign_in("admin", password);
  await page.page.goto(`${server.url}/#/rules?tab=lines`);
  await page.sees("line-good");
  await page.click("test-line-good");
  await page.at("test-number").fill("600");
  await page.click("start-test");
  await until("the call is tried while the test goes on", async () => ["running", "passed"].includes(await page.at("test-call").getAttribute("data-state")), 20_000);
  await page.sees("test-verdict", 30_000);
  check((await page.text("test-verdict")).includes("звук идёт в обе стороны"), `the verdict: ${await page.text("test-verdict")}`);
  const good = await result("good");
  check(good.passed && good.of.audio.code === "echo" && good.of.authentication.code === "believed" && good.of.nat.code === "same_network", states(good));
  check(asterisk.cli("core show channels count").includes("0 active channels"), "the test's call was left at the provider");
  const told = page.frames.filter((frame) => !frame.sent && frame.type === "line.tested").length;
  check(told >= 10, `the steps were not told one by one: ${told} frames`);
  await page.click("test-line-good");

  // A number that speaks, one that is silent, one that is busy: what was not proved is not called proved.
  const speaks = await tried("good", "601");
  check(speaks.passed && speaks.of.audio.state === "unsure" && speaks.of.audio.code === "heard_them_only", states(speaks));
  const quiet = await tried("good", "602");
  check(["only_silence", "no_packets"].includes(quiet.of.audio.code), states(quiet));
  const busy = await tried("good", "603");
  check(!busy.passed && busy.of.call.code === "busy" && busy.of.call.remedy_ru !== "" && busy.of.audio.state === "skipped", states(busy));

  // Each thing that is usually wrong is named, in both languages, with what to do.
  await page.click("test-line-mistaken");
  await page.click("start-test");
  await page.sees("test-verdict", 30_000);
  const words = await page.text("test-authentication");
  check(words.includes("не приняты") && words.includes("письма провайдера"), `the failing step: ${words}`);
  await page.click("language");
  await until("the same in English", async () => (await page.text("test-authentication")).includes("is not accepted"));
  const silent = await tried("silent");
  check(silent.of.transport.code === "no_answer" && silent.of.call.state === "skipped", states(silent));
  const nowhere = await tried("nowhere");
  check(["no_such_name", "no_name_server"].includes(nowhere.of.dns.code) && nowhere.of.dns.remedy_en !== "", states(nowhere));
  check((await admin.get("/trunks")).items.find((one) => one.name === "good").standing === "registered", "the tests have hurt the line");

  // The same on the command line, beside the running server.
  const sound = await run_program(["doctor", "--config", file, "--line", "good", "--number", "600"], 60_000);
  check(sound.code === 0 && /echo|Echo|Тон|tone came back|тон вернулся/.test(sound.out), `doctor: ${JSON.stringify(sound)}`);
  const wrong = await run_program(["doctor", "--config", file, "--line", "mistaken"], 60_000);
  check(wrong.code === 1 && wrong.out.includes("FAIL") && wrong.out.includes("mistaken"), `doctor: ${JSON.stringify(wrong)}`);
  const unknown = await run_program(["doctor", "--config", file, "--line", "nobody"]);
  check(unknown.code === 2 && unknown.err.includes("nobody"), `doctor: ${JSON.stringify(unknown)}`);
  t.note(sound.out.trim().split("\n").join("\n  "));
}
