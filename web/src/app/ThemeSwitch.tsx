/** Light, dark, or as the system has it. */
import { observer } from "mobx-react-lite";
import type { ReactElement } from "react";
import type { ThemeChoice } from "../page/preferences.ts";
import { usePage } from "../page/usePage.ts";
import { AutoIcon, MoonIcon, SunIcon } from "../ui/icons.tsx";

const CHOICES: readonly { choice: ThemeChoice; name: string; icon: ReactElement }[] = [
  { choice: "light", name: "Light", icon: <SunIcon /> },
  { choice: "dark", name: "Dark", icon: <MoonIcon /> },
  { choice: "auto", name: "System", icon: <AutoIcon /> },
];

export const ThemeSwitch = observer(function ThemeSwitch() {
  const { theme } = usePage();
  return (
    <fieldset className="segmented" role="radiogroup" aria-label="Theme">
      {CHOICES.map(({ choice, name, icon }) => (
        <label key={choice} title={name}>
          <input
            type="radio"
            name="theme"
            aria-label={name}
            checked={theme.choice === choice}
            onChange={() => {
              theme.choose(choice);
            }}
          />
          {icon}
        </label>
      ))}
    </fieldset>
  );
});
