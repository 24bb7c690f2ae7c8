// Who is in the conference beside me: each can be silenced or sent home by whose conversation it is.
import { ActionIcon } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconPhoneX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InteractionView, MemberView } from "../../api/types";
import { plain, prettyNumber } from "../../ui/format";
import { Chip } from "../../ui/parts";
import { dropMember, muteMember } from "./actions";
import { whoIs } from "./words";
import "../../i18n/line-words";

export function Members({ one }: { one: InteractionView }) {
  const { t } = useTranslation();
  const name = (member: MemberView): string => (member.member === "customer" ? whoIs(t, one) : member.agent ? plain(member.agent.name) : prettyNumber(member.number));
  return (
    <ul className="members" aria-label={t("members.title")} data-testid="members">
      {one.company?.members.map((member) => (
        <li key={member.member} data-testid="member" data-member={member.member}>
          <span className="grow clip"><b>{name(member)}</b>{member.member === "customer" ? <span className="soft small"> · {t("members.customer")}</span> : null}</span>
          {member.ringing ? <Chip>{t("members.ringing")}</Chip> : member.muted ? <Chip tone="amber">{t("members.muted")}</Chip> : null}
          {member.ringing ? null : (
            <ActionIcon size={30} variant="default" data-testid="member-mute" aria-pressed={member.muted} className={member.muted ? "wash-amber" : undefined} onClick={() => void muteMember(one, member)}
              aria-label={`${t(member.muted ? "members.unmute" : "members.mute")}: ${name(member)}`} title={t(member.muted ? "members.unmuteHow" : "members.muteHow")}>
              {member.muted ? <IconMicrophoneOff size={16} stroke={1.7} /> : <IconMicrophone size={16} stroke={1.7} />}
            </ActionIcon>
          )}
          {member.may_drop ? (
            <ActionIcon size={30} variant="default" data-testid="member-drop" className="quiet-red" onClick={() => void dropMember(one, member)} aria-label={`${t("members.drop")}: ${name(member)}`} title={t("members.dropHow")}><IconPhoneX size={16} stroke={1.7} /></ActionIcon>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
