// Whether the server has a newer desk than the page that is open: the name of the page's script changes with what is in it.

/** The main script that a page of the desk names; nothing when it is no such page. Pure. */
export function scriptOf(page: string): string | null { return /<script[^>]*\ssrc="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? null; }

/** Both are known and differ. Pure. */
export function isNewer(loaded: string | null, there: string | null): boolean { return loaded !== null && there !== null && loaded !== there; }

export async function newerPageIsThere(): Promise<boolean> {
  const loaded = document.querySelector('script[type="module"][src^="/assets/"]')?.getAttribute("src") ?? null;
  if (loaded === null) return false;  // while it is developed
  try {
    const answer = await fetch("/", { cache: "no-cache", credentials: "same-origin" });
    return answer.ok && isNewer(loaded, scriptOf(await answer.text()));
  } catch {
    return false;  // the line is away: asked again when it is back
  }
}
