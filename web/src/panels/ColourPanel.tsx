/** Chooses what the colours say, and shows what each stands for where that is not a class. */
import { observer } from "mobx-react-lite";
import { NO_VALUE_COLOUR, RIGHT_COLOUR, scaleColour, WRONG_COLOUR } from "../stores/paint.ts";
import { useApp } from "../ui/AppContext.ts";
import { ColouringOptions } from "../ui/ColouringOptions.tsx";
import { COLOURING_WORDS, noValueWords, scaleEnds } from "../ui/names.ts";
import { Select } from "../ui/Select.tsx";

const STOPS = 12;

export const ColourPanel = observer(function ColourPanel() {
  const { colour } = useApp();
  const { colouring, colourings, shown } = colour;
  if (colourings.length < 2) return null;
  const { words } = COLOURING_WORDS[colouring];
  return (
    <section className="panel">
      <Select label="Colour by" value={colouring} onChoose={(chosen) => { colour.choose(chosen); }}>
        <ColouringOptions among={colourings} />
      </Select>
      {shown === colouring ? <Key /> : <Waiting />}
      {words !== "" && <p className="hint">{words}</p>}
    </section>
  );
});

const Key = observer(function Key() {
  const { measure, scale, shown } = useApp().colour;
  if (shown === "correct") return <Verdicts />;
  if (measure === null || scale === null) return null;
  const none = noValueWords(measure);
  return (
    <>
      <ScaleKey ends={scaleEnds(scale, measure)} />
      {none !== null && <p className="no-value"><span className="swatch" style={{ "--colour": NO_VALUE_COLOUR }} />{`grey: ${none}`}</p>}
    </>
  );
});

const Waiting = observer(function Waiting() {
  const { dynamics, predictions, quality } = useApp();
  const failed = [dynamics, predictions, quality].some(({ status }) => status === "failed");
  return <p className="hint">{failed ? "Its numbers could not be loaded." : "Loading…"}</p>;
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
