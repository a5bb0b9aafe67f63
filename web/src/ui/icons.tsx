/** The page's few icons, drawn in the colour of the text around them. */

function Icon({ path, filled = false }: { path: string; filled?: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} fill={filled ? "currentColor" : "none"} stroke={filled ? "none" : "currentColor"} strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

export const PlayIcon = () => <Icon filled path="M4.5 2.8v10.4c0 .5.6.8 1 .5l8-5.2c.4-.2.4-.8 0-1l-8-5.2c-.4-.3-1 0-1 .5z" />;
export const PauseIcon = () => <Icon filled path="M4 2.5h2.6v11H4zM9.4 2.5H12v11H9.4z" />;
export const PreviousIcon = () => <Icon path="M10 3.5 5.5 8l4.5 4.5" />;
export const NextIcon = () => <Icon path="M6 3.5 10.5 8 6 12.5" />;
export const PlusIcon = () => <Icon path="M8 3.5v9M3.5 8h9" />;
export const MinusIcon = () => <Icon path="M3.5 8h9" />;
export const FitIcon = () => <Icon path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />;
export const CheckIcon = () => <Icon path="m3.5 8.5 3 3 6-7" />;
export const CrossIcon = () => <Icon path="m4 4 8 8M12 4l-8 8" />;
export const SunIcon = () => <Icon path="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7" />;
export const MoonIcon = () => <Icon path="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" />;
export const AutoIcon = () => <Icon path="M2.5 3.5h11v7.5h-11zM6 13.5h4" />;

/** The product's mark: three samples inside a lens. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="11" fill="#2f5bd8" />
      <circle cx="8" cy="14" r="2.6" fill="#f0e442" />
      <circle cx="15.5" cy="15" r="2" fill="#fff" />
      <circle cx="14" cy="8" r="3" fill="#e69f00" />
    </svg>
  );
}
