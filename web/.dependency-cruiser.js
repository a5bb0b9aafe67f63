/** The floors of `src/`: every file imports from its own room and from the floors below it, and nothing imports in a circle. */

/** From top to bottom; rooms of one floor do not import each other. */
const FLOORS = [
  ["src/[^/]+$"],
  ["src/app/"],
  ["src/tools/index\\.ts$"],
  ["src/tools/([^/]+)/"],
  ["src/tools/(?!index\\.)[^/]+$"],
  ["src/timeline/", "src/export/", "src/panels/", "src/inside/"],
  ["src/plot/"],
  ["src/page/"],
  ["src/queries/"],
  ["src/loaded/", "src/numbers/"],
  ["src/api/", "src/ui/", "src/styles/"],
];

const anyOf = (rooms) => `^(?:${rooms.join("|")})`;

/** A tool's room is the folder that its own name matched. */
const itself = (room) => room.replace("([^/]+)", "$1");

const floorRules = FLOORS.flatMap((floor, at) =>
  floor.map((room) => ({
    name: `${room.replace(/^src\//, "")} imports from the floors below it`,
    severity: "error",
    from: { path: anyOf([room]) },
    to: { path: "^src/", pathNot: anyOf([itself(room), ...FLOORS.slice(at + 1).flat()]) },
  })),
);

export default {
  forbidden: [
    ...floorRules,
    {
      name: "every folder is a room of a floor",
      severity: "error",
      from: { path: "^src/", pathNot: anyOf(FLOORS.flat()) },
      to: {},
    },
    { name: "nothing imports in a circle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Also imports of types alone: they make two files as hard to read apart.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
