// Text that leaves piece by piece, never out of order: while one piece is on its way the next ones gather.

export function inOrder(send: (text: string) => Promise<void>, failed: (error: unknown) => void): (text: string) => void {
  let waiting = "";
  let busy = false;
  async function work(): Promise<void> {
    busy = true;
    while (waiting) {
      const text = waiting;
      waiting = "";
      try {
        await send(text);
      } catch (error) {
        waiting = "";  // what follows a lost digit would be another number
        failed(error);
      }
    }
    busy = false;
  }
  return (text) => {
    waiting += text;
    if (!busy) void work();
  };
}
