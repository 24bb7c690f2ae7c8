import { IconBrandTelegram, IconMail, IconMessage, IconMessageCircle, IconPhoneIncoming, IconPhoneOutgoing, IconPhoneX } from "@tabler/icons-react";
import type { InteractionView } from "../../api/types";

export function ChannelIcon({ one, size = 17 }: { one: InteractionView; size?: number }) {
  const missed = one.state === "ended" && one.end_cause !== "answered" && Boolean(one.end_cause);
  const props = { size, "aria-hidden": true, className: missed ? "icon-lost" : "icon-calm" };
  switch (one.channel) {
    case "chat": return <IconMessageCircle {...props} />;
    case "email": return <IconMail {...props} />;
    case "sms": return <IconMessage {...props} />;
    case "social": return <IconBrandTelegram {...props} />;
    case "voice": return missed ? <IconPhoneX {...props} /> : one.direction === "outbound" ? <IconPhoneOutgoing {...props} /> : <IconPhoneIncoming {...props} />;
  }
}
