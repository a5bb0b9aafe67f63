/** The tool's field for typed conditions, which are added to those listed. */
import { observer } from "mobx-react-lite";
import { useId } from "react";
import { usePage } from "../../page/usePage.ts";
import { useTool } from "../useTool.ts";
import { shortExamples } from "./examples.ts";
import { FindTool } from "./FindTool.ts";
import { leaveHandler, QuestionInput } from "./QuestionInput.tsx";

export const FindField = observer(function FindField() {
  const { field } = useTool(FindTool);
  const { query } = usePage();
  const id = useId();
  const leave = () => {
    field.leave();
  };
  return (
    <div className="field find-field" {...leaveHandler(leave)}>
      <label htmlFor={id}>Type a condition</label>
      <QuestionInput
        draft={field}
        id={id}
        placeholder={shortExamples(query.vocabulary).slice(-2).reverse().join(", or ")}
      />
    </div>
  );
});
