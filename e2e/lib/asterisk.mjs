// A real Asterisk 22 as provider, in the chroot that bench/peers/asterisk.sh makes (kept in ~/.cache/okno-peers). Each has
// a folder of its own under the chroot and talks on loopback only; it is ended with the story.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { free_sip_port } from "./sipp.mjs";
import { Failure, until } from "./wait.mjs";

const root = process.env.OKNO_ASTERISK_ROOT ?? join(homedir(), ".cache/okno-peers/sid");
const installer = new URL("../../bench/peers/asterisk.sh", import.meta.url).pathname;
const program = "/usr/sbin/asterisk";

// Why it cannot run here; undefined: it can. Installs it when it is not there.
export function cannot_run_asterisk() {
  if (process.getuid() !== 0) return "a chroot needs root";
  if (existsSync(join(root, program))) return undefined;
  const made = spawnSync("bash", [installer, "install"], { env: { ...process.env, ROOT: root }, encoding: "utf8", timeout: 600_000 });
  if (made.status === 0 && existsSync(join(root, program))) return undefined;
  return `Asterisk cannot be installed: ${(made.stderr || made.stdout || String(made.error)).trim().split("\n").at(-1)}`;
}

export class Asterisk {
  // `pjsip` and `extensions` are the contents of those files, after the transport; {port} in them is its SIP port.
  // `tls`: it also speaks TLS, on tls_port, with a certificate for 127.0.0.1 of an authority whose file is `authority`.
  static async start(t, { pjsip, extensions, port, tls = false }) {
    const asterisk = new Asterisk();
    asterisk.port = port ?? await free_sip_port();
    if (tls) asterisk.tls_port = await free_sip_port();
    mkdirSync(join(root, "tmp"), { recursive: true });
    asterisk.folder = mkdtempSync(join(root, "tmp/okno-e2e-"));
    const inside = asterisk.inside = asterisk.folder.slice(root.length);
    for (const name of ["etc", "db", "run", "log", "spool/outgoing", "spool/tmp"]) mkdirSync(join(asterisk.folder, name), { recursive: true });
    asterisk.write("asterisk.conf", `[directories]
astetcdir => ${inside}/etc
astmoddir => /usr/lib/x86_64-linux-gnu/asterisk/modules
astvarlibdir => /var/lib/asterisk
astdbdir => ${inside}/db
astkeydir => ${inside}/db
astdatadir => /usr/share/asterisk
astagidir => /usr/share/asterisk/agi-bin
astspooldir => ${inside}/spool
astrundir => ${inside}/run
astlogdir => ${inside}/log
astsbindir => /usr/sbin
`);
    asterisk.write("logger.conf", "[general]\n[logfiles]\nmessages.log => error,warning,notice\n");
    // Only what these calls need: it starts in a second and listens nowhere else.
    const modules = ["pbx_config", "pbx_spool", "app_dial", "app_playtones", "app_exec", "app_echo", "codec_alaw", "codec_ulaw", "codec_g722", "codec_resample",
      "format_pcm", "res_rtp_asterisk", "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_pjproject", "res_pjsip",
      "res_pjsip_session", "res_pjsip_pubsub", "res_pjsip_sdp_rtp", "res_pjsip_authenticator_digest", "res_pjsip_endpoint_identifier_user",
      "res_pjsip_endpoint_identifier_ip", "res_pjsip_registrar", "res_pjsip_outbound_authenticator_digest",
      "res_pjsip_outbound_registration", "res_pjsip_caller_id", "res_pjsip_dtmf_info", "res_pjsip_rfc3326", "res_pjsip_nat",
      "res_pjsip_acl", "res_srtp", "chan_pjsip", "func_callerid", "func_channel", "bridge_simple", "bridge_native_rtp", "bridge_softmix", "res_timing_timerfd"];
    asterisk.write("modules.conf", `[modules]\nautoload=no\n${modules.map((name) => `load => ${name}.so`).join("\n")}\n`);
    asterisk.write("rtp.conf", "[general]\nrtpstart=21000\nrtpend=21999\nstrictrtp=no\nicesupport=no\n");
    const fill = (text) => text.replaceAll("{port}", String(asterisk.port));
    if (tls) pjsip = asterisk.own_certificate() + pjsip;
    asterisk.write("pjsip.conf", fill(`[transport]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:{port}\n\n${pjsip}`));
    asterisk.write("extensions.conf", fill(extensions));
    asterisk.child = spawn("chroot", [root, program, "-f", "-C", `${inside}/etc/asterisk.conf`], { stdio: ["ignore", "pipe", "pipe"] });
    asterisk.words = "";
    for (const stream of [asterisk.child.stdout, asterisk.child.stderr]) stream.on("data", (bytes) => { asterisk.words += bytes; });
    asterisk.exited = new Promise((done) => asterisk.child.once("exit", (code, signal) => { asterisk.ended = { code, signal }; done(); }));
    t.after(() => asterisk.stop());
    await until("Asterisk has started", () => {
      if (asterisk.ended) throw new Failure(`Asterisk ended: ${JSON.stringify(asterisk.ended)} ${asterisk.words.slice(-1000)}`);
      return asterisk.cli("core waitfullybooted").includes("fully booted");
    }, 30_000);
    return asterisk;
  }

  // An authority, a certificate of it, and the transport that shows it.
  own_certificate() {
    const etc = join(this.folder, "etc"), at = (name) => join(etc, name);
    this.authority = at("authority.pem");
    const openssl = (...args) => {
      const made = spawnSync("openssl", args, { encoding: "utf8", timeout: 20_000 });
      if (made.status !== 0) throw new Failure(`openssl ${args[0]}: ${made.stderr}`);
    };
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=Authority of the tests", "-keyout", at("authority.key"), "-out", this.authority);
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", at("server.key"), "-out", at("server.csr"));
    writeFileSync(at("names"), "subjectAltName=DNS:127.0.0.1,IP:127.0.0.1\n");
    openssl("x509", "-req", "-in", at("server.csr"), "-CA", this.authority, "-CAkey", at("authority.key"), "-CAcreateserial", "-days", "30", "-extfile", at("names"), "-out", at("server.pem"));
    const inside = `${this.inside}/etc`;
    return `[transport-tls]\ntype=transport\nprotocol=tls\nbind=127.0.0.1:${this.tls_port}\ncert_file=${inside}/server.pem\npriv_key_file=${inside}/server.key\nmethod=tlsv1_2\n\n`;
  }

  write(name, text) { writeFileSync(join(this.folder, "etc", name), text); }

  // One command of its console; what it answers.
  cli(command) {
    const said = spawnSync("chroot", [root, program, "-C", `${this.inside}/etc/asterisk.conf`, "-rx", command], { encoding: "utf8", timeout: 10_000 });
    return said.stdout + said.stderr;
  }

  // Calls `channel` ("PJSIP/support@line") and, when it answers, goes on at `extension` of `context`. By a call file, which
  // unlike the console may say who calls.
  call({ channel, caller, context, extension }) {
    const name = `${Date.now()}.call`, made = join(this.folder, "spool/tmp", name);
    writeFileSync(made, `Channel: ${channel}\nCallerID: ${caller}\nContext: ${context}\nExtension: ${extension}\nPriority: 1\nWaitTime: 60\nMaxRetries: 0\n`);
    renameSync(made, join(this.folder, "spool/outgoing", name));
  }

  async stop() {
    if (!this.ended) {
      this.child.kill("SIGTERM");
      const timer = setTimeout(() => this.child.kill("SIGKILL"), 3000);
      await this.exited;
      clearTimeout(timer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
