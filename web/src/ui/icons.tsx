/** The page's few icons, drawn in the color of the text around them. */

function Icon({ path, filled = false }: { path: string; filled?: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={path}
        fill={filled ? "currentColor" : "none"}
        stroke={filled ? "none" : "currentColor"}
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export const SortIcon = () => <Icon path="M4.5 13V3.500M2 6l2.5-2.5L7 6M9 4h5M9 8h3.500M9 12h2" />;
export const PlayIcon = () => (
  <Icon filled path="M4.5 2.8v10.4c0 .5.6.8 1 .5l8-5.2c.4-.2.4-.8 0-1l-8-5.2c-.4-.3-1 0-1 .5z" />
);
export const PauseIcon = () => <Icon filled path="M4 2.5h2.6v11H4zM9.4 2.5H12v11H9.4z" />;
export const PreviousIcon = () => <Icon path="M10 3.5 5.5 8l4.5 4.5" />;
export const NextIcon = () => <Icon path="M6 3.5 10.5 8 6 12.5" />;
export const PlusIcon = () => <Icon path="M8 3.5v9M3.5 8h9" />;
export const MinusIcon = () => <Icon path="M3.5 8h9" />;
export const FitIcon = () => <Icon path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />;
export const PointSizeIcon = () => (
  <Icon
    filled
    path="M3 11.8a1 1 0 1 0 0 2 1 1 0 0 0 0-2M7 8.4a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6M11.5 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6"
  />
);
export const CheckIcon = () => <Icon path="m3.5 8.5 3 3 6-7" />;
export const CrossIcon = () => <Icon path="m4 4 8 8M12 4l-8 8" />;
export const PenIcon = () => <Icon path="m3 13 .7-3.200L10.500 3l2.500 2.500-6.800 6.800zM9 4.500 11.500 7" />;
export const EraserIcon = () => (
  <Icon path="m2.500 9.500 6-6.500 5 4.600-5 5.400H5.500zM5.500 6.300l5 4.600M5.500 13H14" />
);
export const UndoIcon = () => <Icon path="M6 3 3 6l3 3M3.500 6h6a3.500 3.500 0 0 1 0 7H6" />;
export const RedoIcon = () => <Icon path="m10 3 3 3-3 3M12.500 6h-6a3.500 3.500 0 0 0 0 7H10" />;
export const SunIcon = () => (
  <Icon path="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7" />
);
export const MoonIcon = () => <Icon path="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" />;
export const AutoIcon = () => <Icon path="M2.5 3.5h11v7.5h-11zM6 13.5h4" />;
export const LoopIcon = () => <Icon path="M4.5 5h6a3 3 0 0 1 0 6h-5a3 3 0 0 1-2.8-2M6.5 2.5 4 5l2.5 2.5" />;
export const LassoIcon = () => (
  <Icon path="M8 3c3.3 0 5.5 1.6 5.5 3.6S11.3 10.2 8 10.2s-5.5-1.6-5.5-3.6S4.7 3 8 3M4.5 9.6a1.3 1.3 0 1 0 .8 2.3c.4.8.2 1.6-.8 2.1" />
);
export const NamesIcon = () => <Icon path="M3.5 4.8V3h9v1.800M8 3v10M6.2 13h3.600" />;
export const DensityIcon = () => (
  <Icon path="M8.2 2c3.400 0 5.600 2.200 5.600 5.300 0 3.600-2.600 6.700-6.200 6.700-3.200 0-5.400-2.200-5.400-5.300C2.200 5 4.800 2 8.200 2M8.300 5.800c1.500 0 2.400.9 2.400 2.100 0 1.400-1.100 2.500-2.500 2.500-1.300 0-2.300-.9-2.300-2.200 0-1.300 1.100-2.400 2.400-2.400" />
);
export const LinkIcon = () => (
  <Icon path="M6.7 9.3 9.3 6.7M7.5 4.7l1.3-1.3a2.7 2.7 0 0 1 3.8 3.8l-1.3 1.3M8.5 11.3l-1.3 1.3a2.7 2.7 0 0 1-3.8-3.8l1.3-1.3" />
);
export const HelpIcon = () => (
  <Icon path="M6 6a2 2 0 1 1 2.8 1.8c-.5.3-.8.7-.8 1.2v.3M8 11.8v.1M8 1.8a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.8" />
);
export const InfoIcon = () => (
  <Icon path="M8 7.300v3.900M8 4.800v.1M8 1.8a6.2 6.2 0 1 0 0 12.400A6.2 6.2 0 0 0 8 1.8" />
);
export const SpacingIcon = () => <Icon path="M2 8h12M2.5 5v6M6.200 5v6M9.800 5v6M13.500 5v6" />;
export const SaveIcon = () => <Icon path="M8 2.5v7M5 7l3 3 3-3M3 13h10" />;
export const GridIcon = () => <Icon path="M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11" />;
export const FindIcon = () => <Icon path="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3l3.200 3.200" />;
export const MapIcon = () => (
  <Icon path="M2.5 2.5v11h11M5.5 10.5v.1M7 7v.1M9.500 8.5v.1M8.5 4.5v.1M12 5.5v.1M11.5 10v.1" />
);
export const CurvesIcon = () => <Icon path="M2.5 2.5v11h11M4.5 11c2 0 2.5-6.5 8.5-7M4.5 11.5c3.5 0 4-3 8.5-3.5" />;
export const SampleIcon = () => <Icon path="M2.5 3h11v10h-11zM2.5 10.5l3-3 2.5 2.5 2-2 3.5 3.5M10.3 5.800v.1" />;
export const FlagIcon = () => <Icon path="M3.5 14V2.5h8.5L10 5.5l2 3H3.5" />;
export const CompareIcon = () => <Icon path="M2 3h5v10H2zM9 3h5v10H9z" />;
export const LockIcon = () => <Icon path="M3.5 7.5h9v6h-9zM5.5 7.500V5a2.500 2.500 0 0 1 5 0v2.500" />;
export const WarningIcon = () => <Icon path="M8 2.5 14.2 13H1.8zM8 6.5v3M8 11.3v.1" />;

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
