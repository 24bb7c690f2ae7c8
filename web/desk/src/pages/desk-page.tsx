import { Card } from "../features/card/card";
import { Conversation } from "../features/conversation/conversation";
import { WorkList } from "../features/worklist/worklist";
import { CrashGuard } from "../ui/crash-guard";

/** The operator's window: work on the left, the conversation in the middle, the customer on the right. */
export function DeskPage() {
  return (
    <div className="desk">
      <CrashGuard><WorkList /></CrashGuard>
      <CrashGuard><Conversation /></CrashGuard>
      <CrashGuard><Card /></CrashGuard>
    </div>
  );
}
