// Small parts that every screen uses. They know nothing of calls and customers.
import { Avatar, Tooltip, type MantineSize } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { initials } from "./format";

export function Logo({ size = 28 }: { size?: number }) {
  return <img src="/logo.svg" width={size} height={size} alt="" aria-hidden="true" />;
}

export function Face({ name, size = "md" }: { name: string; size?: MantineSize | number }) {
  const letters = initials(name);
  const named = /\p{L}/u.test(letters);
  return (
    <Avatar size={size} radius="xl" aria-hidden="true" classNames={{ placeholder: named ? `face face-${tint(name)}` : "face nameless" }}>
      {named ? letters : <IconUser size="55%" stroke={1.6} />}
    </Avatar>
  );
}

// The same name always has the same colour; five are enough to tell neighbours apart.
function tint(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % 5;
}

export function Keys({ children }: { children: string }) { return <kbd className="keys">{children}</kbd>; }

/** A tooltip with the words and the key that does the same. */
export function WithKey({ label, keys, children }: { label: string; keys?: string | undefined; children: ReactNode }) {
  return (
    <Tooltip label={<span>{label}{keys ? <kbd className="keys in-tip">{keys}</kbd> : null}</span>} events={{ hover: true, focus: false, touch: false }}>
      {children}
    </Tooltip>
  );
}

export function Empty({ icon, title, text, children }: { icon?: ReactNode; title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      {icon ? <div className="empty-icon" aria-hidden="true">{icon}</div> : null}
      <div className="empty-title">{title}</div>
      {text ? <div className="empty-text">{text}</div> : null}
      {children}
    </div>
  );
}

export type Tone = "green" | "red" | "amber" | "blue" | "violet" | "plain" | "accent";

export function Chip({ tone = "plain", children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return <span className={`chip tone-${tone}`} title={title}>{children}</span>;
}

export function Dot({ tone }: { tone: Tone }) { return <span className={`dot tone-${tone}`} aria-hidden="true" />; }

export function Section({ title, side, children }: { title: string; side?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head"><h3>{title}</h3>{side}</div>
      {children}
    </section>
  );
}
