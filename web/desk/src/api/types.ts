// The server's own shapes (types.gen.ts is made from its C++ views by `make types`), under the names the desk uses.
import type { LiveEvent, LiveRequest, Page, RefusedView } from "./types.gen";

export type * from "./types.gen";
export type Maybe<T> = T | null | undefined;
export type LiveFrame = LiveEvent;
export type ClientFrame = LiveRequest;
export type SaidNo = RefusedView;
export type PageOf<T> = Page<T>;
