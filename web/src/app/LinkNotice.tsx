/** Says what the link that was opened names and the run lacks, until it is dismissed. */
import { observer } from "mobx-react-lite";
import { CrossIcon } from "../ui/icons.tsx";
import { useShell } from "./useShell.ts";

const MOST_SHOWN = 4;

export const LinkNotice = observer(function LinkNotice() {
  const { notice } = useShell();
  const { sentences } = notice;
  const more = sentences.length - MOST_SHOWN;
  return (
    <div className="link-notice" role="status">
      {sentences.length > 0 && (
        <>
          <div>
            {sentences.slice(0, MOST_SHOWN).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {more > 0 && <p>{`And ${more} more like this.`}</p>}
          </div>
          <button
            type="button"
            className="round"
            aria-label="Dismiss"
            title="Dismiss"
            onClick={() => {
              notice.clear();
            }}
          >
            <CrossIcon />
          </button>
        </>
      )}
    </div>
  );
});
