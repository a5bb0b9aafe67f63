/** The command bar in the header: one field for the whole query, whichever tool is open. */
import { observer } from "mobx-react-lite";
import { useEffect, useId, useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { count } from "../../ui/format.ts";
import { CrossIcon, FindIcon } from "../../ui/icons.tsx";
import { useTool } from "../useTool.ts";
import { shortExamples } from "./examples.ts";
import { FindTool } from "./FindTool.ts";
import { leaveHandler, QuestionInput } from "./QuestionInput.tsx";

export const FindBar = observer(function FindBar() {
  const tool = useTool(FindTool);
  const { query, run } = usePage();
  if (run.manifest === null) return <div className="find-bar" />;
  const leave = () => {
    tool.leaveBar();
  };
  return (
    <div
      role="search"
      className="find-bar"
      data-unfolded={tool.unfolded}
      data-used={!query.empty}
      {...leaveHandler(leave)}
    >
      <button
        type="button"
        className="round find-unfold"
        aria-label="Find samples"
        title="Find samples (/)"
        onClick={() => {
          tool.callBar();
        }}
      >
        <FindIcon />
      </button>
      <div className="find-box">
        <FindIcon />
        <BarInput />
        {query.empty ? <kbd aria-hidden="true">/</kbd> : <BarResult />}
      </div>
    </div>
  );
});

const BarInput = observer(function BarInput() {
  const { bar, calls } = useTool(FindTool);
  const { query } = usePage();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (calls === 0) return;
    input.current?.focus();
    input.current?.select();
  }, [calls]);
  return (
    <QuestionInput
      draft={bar}
      id={id}
      name="Find samples"
      placeholder={`Find: ${[...shortExamples(query.vocabulary), "samples by number"].slice(0, 3).join(", ")}…`}
      input={input}
      onDone={() => {
        input.current?.blur();
      }}
      foot={<Foot />}
    />
  );
});

const Foot = observer(function Foot() {
  const tool = useTool(FindTool);
  const { mode, query, workspace } = usePage();
  return (
    <div className="find-foot">
      <p className="hint">{query.empty ? "All conditions must match." : query.explained}</p>
      {!mode.inside && (
        <button
          type="button"
          className="link"
          title="Open the tool with a field for every condition"
          onClick={() => {
            workspace.show("find");
            tool.leaveBar();
          }}
        >
          More…
        </button>
      )}
    </div>
  );
});

const BarResult = observer(function BarResult() {
  const { drawing, query, selection, subset, workspace } = usePage();
  const found = drawing.found ?? [];
  const counted = drawing.found === null ? "…" : `${count(found.length)} of ${count(subset.shownCount)}`;
  return (
    <>
      {/* The open tool says it too. */}
      <span className="find-count" role={workspace.open === "find" ? undefined : "status"} title={query.explained}>
        {query.problem ?? counted}
      </span>
      <button
        type="button"
        className="find-select"
        title="Select the samples that match"
        disabled={found.length === 0}
        onClick={() => {
          selection.pick(found);
        }}
      >
        Select
      </button>
      <button
        type="button"
        className="round"
        aria-label="Clear the query"
        title="Clear the query"
        onClick={() => {
          query.clear();
        }}
      >
        <CrossIcon />
      </button>
    </>
  );
});
