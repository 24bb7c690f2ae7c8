// The HTTP API as a program uses it: signs in, keeps cookie and CSRF token.
import { check } from "./wait.mjs";

export class Api {
  constructor(url) { this.url = url; }

  static async sign_in(url, login, password = "demo") {
    const api = new Api(url);
    const answer = await fetch(`${url}/api/v1/session`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ login, password }) });
    check(answer.ok, `sign-in of ${login}: ${answer.status} ${await answer.clone().text()}`);
    api.cookie = (answer.headers.getSetCookie?.() ?? [answer.headers.get("set-cookie")]).map((c) => c.split(";")[0]).join("; ");
    api.csrf = (await answer.json()).csrf;
    return api;
  }

  raw(method, path, body, headers = {}) {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { Cookie: this.cookie ?? "", ...(method === "GET" ? {} : { "X-CSRF-Token": this.csrf }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body) });
  }

  async call(method, path, body) {
    const answer = await this.raw(method, path, body);
    const text = await answer.text();
    check(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get(path) { return this.call("GET", path); }
  put(path, body) { return this.call("PUT", path, body); }
  post(path, body) { return this.call("POST", path, body); }

  async interactions(query = "") { return (await this.get(`/interactions${query}`)).items; }

  async recording(id) {
    const answer = await this.raw("GET", `/interactions/${id}/recording.mp3`);
    check(answer.status === 200, `recording.mp3 of ${id}: ${answer.status}${answer.status === 200 ? "" : ` ${await answer.text()}`}`);
    check(answer.headers.get("content-type") === "audio/mpeg", `recording.mp3: type ${answer.headers.get("content-type")}`);
    return Buffer.from(await answer.arrayBuffer());
  }
}
