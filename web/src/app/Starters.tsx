/** Questions to start with, as chips over the plot of a first visit, which has room for them from the beginning. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import { formatAddress } from "./address.ts";
import { startersOf } from "./starters.ts";
import { useShell } from "./useShell.ts";

export const Starters = observer(function Starters() {
  const page = usePage();
  const { address, firstVisit } = useShell();
  if (!page.help.hinting) return null;
  if (!firstVisit.offersStarters || address === null || page.stage.state !== "ready")
    return <div className="starters" data-over-plot="always" />;
  const starters = startersOf(page, address);
  if (starters.length === 0) return null;
  return (
    <nav className="starters" data-over-plot="always" aria-label="Questions to start with">
      {starters.map((starter) => (
        <a key={starter.question} className="chip" href={formatAddress(starter.address)}>
          {starter.question}
        </a>
      ))}
    </nav>
  );
});
