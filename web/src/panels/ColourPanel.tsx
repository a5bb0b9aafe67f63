/** Chooses what the colours say, and shows what each stands for where that is not a class. */
import { observer } from "mobx-react-lite";
import { RIGHT_COLOUR, scaleColour, WRONG_COLOUR } from "../stores/paint.ts";
import { useApp } from "../ui/AppContext.ts";
import { COLOURING_WORDS, scaleEnds } from "../ui/names.ts";
import { Select } from "../ui/Select.tsx";

const STOPS = 12;

export const ColourPanel = observer(function ColourPanel() {
  const { colour } = useApp();
  const { colouring, colourings, shown, scale } = colour;
  if (colourings.length < 2) return null;
  return (
    <section className="panel">
      <Select label="Colour by" value={colouring} onChoose={(chosen) => { colour.choose(chosen); }}>
        {colourings.map((one) => <option key={one} value={one}>{COLOURING_WORDS[one].name}</option>)}
      </Select>
      {shown !== colouring && <p className="hint">Loading…</p>}
      {shown === "correct" && <Verdicts />}
      {shown === colouring && scale !== null && <ScaleKey ends={scaleEnds(scale, colouring)} />}
      {COLOURING_WORDS[colouring].words !== "" && <p className="hint">{COLOURING_WORDS[colouring].words}</p>}
    </section>
  );
});

function Verdicts() {
  return (
    <ul className="verdicts">
      <li><span className="swatch" style={{ "--colour": RIGHT_COLOUR }} /> right</li>
      <li><span className="swatch diamond" style={{ "--colour": WRONG_COLOUR }} /> wrong</li>
    </ul>
  );
}

function ScaleKey({ ends: [least, most] }: { ends: readonly [string, string] }) {
  const stops = Array.from({ length: STOPS + 1 }, (_, at) => scaleColour(at / STOPS)).join(", ");
  return (
    <div className="scale">
      <div className="scale-bar" style={{ background: `linear-gradient(to right, ${stops})` }} aria-hidden="true" />
      <div className="scale-ends"><span>{least}</span><span>{most}</span></div>
    </div>
  );
}
