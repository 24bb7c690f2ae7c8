import { describe, expect, it } from "vitest";
import type { LineView } from "../../api/types";
import { draftOf, emptyDraft, requestOf, wrongOf } from "./line-form";

const line: LineView = { id: 3, name: "south", address: "sip.south.example", transport: "udp", login: "7495", password_known: true, registers: true, caller_id: "+74950001122", allowed: [], prefixes: [], max_channels: 0, codecs: [], media_encryption: "off" };

describe("the form of a line", () => {
  it("tells only what was filled in of a new one", () => {
    expect(requestOf({ ...emptyDraft, address: " sip.south.example ", login: "7495", password: " a b " }, null)).toEqual({ address: "sip.south.example", login: "7495", password: " a b " });
  });
  it("tells only what has changed, and takes a number as people write it", () => {
    expect(requestOf({ ...draftOf(line), caller_id: "+7 (495) 000-33-44" }, line)).toEqual({ caller_id: "+74950003344" });
    expect(requestOf(draftOf(line), line)).toEqual({});
  });
  it("wants the password with a login, and anew when the line leads elsewhere", () => {
    expect(wrongOf({ ...emptyDraft, address: "a.example", login: "x" }, null)).toEqual({ password: "password" });
    expect(wrongOf({ ...draftOf(line), address: "b.example" }, line)).toEqual({ password: "passwordAnew" });
    expect(wrongOf({ ...draftOf(line), address: "sip.south.example:5070" }, line)).toEqual({});
  });
  it("names what cannot be read", () => {
    expect(wrongOf({ ...emptyDraft, address: "sip:x y", name: "a b", caller_id: "office", allowed: ["the office"], prefixes: ["x"] }, null)).toEqual({ address: "address", name: "name", caller_id: "number", allowed: "block", prefixes: "prefix" });
    expect(wrongOf({ ...emptyDraft, address: "[2001:db8::1]:5060" }, null)).toEqual({});
  });
  it("does not keep an encryption that the transport cannot have", () => {
    const safe: LineView = { ...line, transport: "tls", media_encryption: "required" };
    expect(requestOf({ ...draftOf(safe), transport: "udp" }, safe)).toEqual({ transport: "udp", media_encryption: "off" });
  });
});
