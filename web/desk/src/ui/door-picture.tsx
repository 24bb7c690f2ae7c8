/** The desk in a few strokes, for the sign-in page. Decoration only. */
export function DoorPicture() {
  const line = (x: number, y: number, width: number, strong = 0.22) => <rect x={x} y={y} width={width} height="7" rx="3.5" fill="#fff" opacity={strong} />;
  return (
    <svg className="door-picture" viewBox="0 0 520 320" aria-hidden="true">
      <rect x="1" y="1" width="518" height="318" rx="16" fill="#fff" fillOpacity="0.06" stroke="#fff" strokeOpacity="0.28" strokeWidth="1.5" />
      <path d="M1 44h518M132 44v275M372 44v275" stroke="#fff" strokeOpacity="0.18" strokeWidth="1.5" />
      <rect x="18" y="15" width="92" height="15" rx="7.5" fill="#5fd08c" opacity="0.75" />
      <rect x="200" y="14" width="140" height="17" rx="8.5" fill="#fff" opacity="0.1" />
      {[64, 112, 160, 208, 256].map((y, index) => (
        <g key={y}>{index === 0 ? <rect x="10" y={y - 8} width="113" height="40" rx="8" fill="#fff" opacity="0.12" /> : null}<circle cx="28" cy={y + 12} r="8" fill="#fff" opacity="0.2" />{line(46, y + 3, 62)}{line(46, y + 15, 38, 0.12)}</g>
      ))}
      <rect x="148" y="60" width="208" height="72" rx="12" fill="#fff" fillOpacity="0.1" stroke="#ffd27a" strokeOpacity="0.9" strokeWidth="1.5" />
      <circle cx="182" cy="96" r="20" fill="#ffd27a" opacity="0.9" />
      {line(214, 84, 96, 0.75)}{line(214, 101, 66, 0.35)}
      <rect x="148" y="146" width="92" height="30" rx="8" fill="#2fae66" opacity="0.95" /><rect x="250" y="146" width="64" height="30" rx="8" fill="#fff" opacity="0.12" />
      {line(148, 198, 180)}{line(148, 216, 208, 0.14)}{line(148, 234, 150, 0.14)}
      {[0, 1, 2].map((index) => <rect key={index} x={148 + index * 71} y="262" width="62" height="24" rx="7" fill="#fff" opacity={index === 0 ? 0.3 : 0.1} />)}
      {line(390, 66, 84, 0.6)}{line(390, 83, 110)}{[110, 158, 206, 254].map((y) => <rect key={y} x="388" y={y} width="115" height="36" rx="8" fill="#fff" opacity="0.09" />)}
    </svg>
  );
}
