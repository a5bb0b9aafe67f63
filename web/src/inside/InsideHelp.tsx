/** What a layer, a map and a probability are, for people who have never seen a network, with their own drawing. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import { percent } from "../ui/format.ts";
import type { Unit } from "../ui/format.ts";
import { SKETCH_ACTIONS } from "./actions.tsx";
import { nameOfLayer, unitsOf } from "./layers.ts";
import { likeliest } from "./likeliest.ts";
import type { Look } from "./LooksStore.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { mapPicture } from "./pictures.ts";
import { PixelCanvas } from "./PixelCanvas.tsx";
import { useInside } from "./useInside.ts";

const MEANINGS: Record<Unit, string> = {
  epoch: "Once through all pictures that it learns from.",
  step: "One change of the weights, after one batch of the pictures that it learns from.",
};

export const InsideHelp = observer(function InsideHelp() {
  const { looks, network } = useInside();
  const { timeline } = usePage();
  return (
    <>
      <section>
        <h3>Looking inside</h3>
        <p>
          Draw something, or choose a picture: the network says what it takes it for, and every step of how it gets
          there is on the page. Drag the slider below to see how it learned to.
        </p>
        <p>
          A camera is an input, too: move the square over what the network is to see. What it expects, such as bright
          ink on black, is made of it. Freeze keeps a frame like a drawing, in the link, too, where it is small. Choose
          the layers and rows that you want to watch, and pin maps to their rows.
        </p>
        {looks.look !== null && network.input !== null && <Example look={looks.look} />}
      </section>
      <section>
        <h3>Words</h3>
        <dl className="terms">
          <dt>Layer</dt>
          <dd>
            One step of the computation. The first layer gets the pixels, each one after it what the layer before has
            made of them, and the last one gives a number for each class.
          </dd>
          <dt>Map</dt>
          <dd>
            Where in the picture a layer finds one thing that it looks for: an edge, a corner, a stroke in one
            direction. Bright is much of it, dark is little. Maps get smaller from layer to layer, and a pixel of them
            covers a larger part of the picture.
          </dd>
          <dt>Unit</dt>
          <dd>One number of a layer that has no maps any more. Each counts for some classes and against others.</dd>
          <dt>Contribution</dt>
          <dd>
            What a unit adds to the logit of a class, its number before it becomes a probability: the unit’s activation
            times its weight to the class. <em>Neurons</em> sorts the units by their weights or contributions and lists
            the ten that speak most for the class and the ten that speak most against it.
          </dd>
          <dt>Samples played through</dt>
          <dd>
            <em>Play samples</em> gives the network all samples of a class, a search or the selection one after the
            other at the {timeline.unit} on screen, and averages each map over them. What stays on is what these samples
            have in common for the network.
          </dd>
          <dt>Class probability</dt>
          <dd>
            How the network divides its certainty among the classes it knows; all of them together are 100%. It has to
            choose among them even for a picture that is none of them. So there is a note with the answer that says
            whether the picture is like those that it was tested on.
          </dd>
          <dt>{timeline.say("Epoch")}</dt>
          <dd>
            {`${MEANINGS[timeline.unit]} At ${timeline.unit} 0 the network has learned nothing, and answers at random.`}
          </dd>
        </dl>
      </section>
      <section>
        <h3>Keys of the drawing</h3>
        <dl className="keys">
          {SKETCH_ACTIONS.flatMap(({ id, name, hint }) =>
            typeof hint === "string" && typeof name === "string" ? (
              <div key={id}>
                <dt>{name}</dt>
                <dd>{hint}</dd>
              </div>
            ) : (
              []
            ),
          )}
        </dl>
      </section>
    </>
  );
});

/** The input, what the first layer makes of it, and the answer. */
const Example = observer(function Example({ look }: { look: Look }) {
  const inside = useInside();
  const { classes, timeline } = usePage();
  const { choices, network } = inside;
  const layer = network.layers.find(({ isVector }) => !isVector);
  if (layer === undefined || network.input === null) return null;
  const units = unitsOf(look.summary, layer);
  const brightest = units.indexOf(Math.max(...units));
  const [best = 0] = likeliest(look.summary.probability, 1);
  const answer = classes.names[best] ?? String(best);
  return (
    <ol className="inside-example">
      <li>
        <PixelCanvas pixels={look.sent.pixels} {...network.input} />
        <span>{`${look.name}, as the network gets it`}</span>
      </li>
      <li>
        <MapCanvas
          picture={mapPicture(inside, look, layer, brightest)}
          scale={choices.scaleOf(layer)}
          range={inside.rangeOf(layer)}
        />
        <span>{`the brightest of ${layer.count} maps of its first layer, ${nameOfLayer(layer)}`}</span>
      </li>
      <li>
        <strong>{answer}</strong>
        <span>{`its answer at ${timeline.say(`epoch ${look.epoch}`)}, ${percent(look.summary.probability[best] ?? 0, 0)} sure`}</span>
      </li>
    </ol>
  );
});
