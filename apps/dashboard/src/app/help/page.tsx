import type { Metadata } from "next";
import { FactorMark } from "@/charts/ChartTooltip";
import { FACTOR_HELP, factorName } from "@/format/names";

export const metadata: Metadata = { title: "How to read the figures" };

const TOPICS: readonly {
  readonly anchor: string;
  readonly title: string;
  readonly text: readonly string[];
}[] = [
  {
    anchor: "measures",
    title: "The measures",
    text: [
      "Many images are changed in many ways at once, and the variance of every unit's activation is split among the changes. S1 (first order) is the share that a factor explains alone; ST (total effect) is the share in which it takes part, alone or together with others. S2 is what two factors explain only together.",
      "All S1 and S2 of a unit add up to at most 1; ST may add up to more, because what factors do together is counted for each of them.",
      "A Shapley effect is the factor's fair share: what it explains alone, and an equal part of what it explains together with others. The shares of all factors add up to 1, and each lies between the factor's S1 and its ST.",
      "A contrast compares changed with plain images, one augmentation at a time. Its point-biserial correlation runs from -1 (the change lowers the activation) over 0 (no shift) to 1 (the change raises it). It sees shifts only: a change that raises and lowers a unit equally often has a contrast near 0 and may still have a large share of variance.",
      "A variance run measures mean and variance of every unit without splitting them among factors.",
    ],
  },
  {
    anchor: "intervals",
    title: "Intervals, and values below zero",
    text: [
      "Every number is an estimate from a sample and is written with the half width of its 95 % interval: 0.34 ± 0.02. A share slightly below 0 is sampling error; it is shown as it is. Two values are said to differ only where the interval of their difference leaves 0 out.",
      "Intervals hold for one number at a time. Among 100 of them about 5 miss the truth, so a single narrow escape among many proves little. Beside the distribution of the units stands the half width that holds for all of them at once, and how many are distinguishable from 0 with a false discovery rate of 5 %.",
      "No share of variance is above 1 in truth. An estimate above it is sampling error like one below 0, and is shown with its interval.",
    ],
  },
  {
    anchor: "trust",
    title: "Intervals that are not to be trusted",
    text: [
      "A unit that is almost always 0 tells something in a few evaluations only, and its interval is then too narrow. Where fewer than 64 effective base samples tell something about a unit, it is dotted in maps and carries a warning sign in lists. A larger base sample helps; S1 and S2 need far more of it than ST and Shapley effects.",
    ],
  },
  {
    anchor: "undefined",
    title: "Units without an index",
    text: [
      "A unit whose activation never varies has no variance to split. It has no index, which is not the same as an index of 0: it is hatched in maps, a dash in tables, and counted apart.",
    ],
  },
  {
    anchor: "depth",
    title: "Sensitivity by depth",
    text: [
      "One line a factor over the checkpoints in forward order. The value of a checkpoint adds the shares' numerators and denominators over all its units before dividing (the aggregated index), so that units that hardly vary weigh little. Contrasts are averaged over the units.",
    ],
  },
  {
    anchor: "heat",
    title: "Factors by checkpoint",
    text: [
      "The plain mean of the units' indices: here every unit weighs the same. Its interval is the mean of the units' half widths, an upper bound, because units that see the same images err alike.",
    ],
  },
  {
    anchor: "distribution",
    title: "How the units are spread",
    text: [
      "The histogram counts units by their index. A long right tail means that a few units specialise. The boxes compare factors: middle half as a box, 5th to 95th percentile as a line, the largest unit as a ring.",
    ],
  },
  {
    anchor: "unit-map",
    title: "Unit map",
    text: [
      "Every tile is a channel, every pixel a unit at its place in the image. All tiles share one scale, 0 to 1 unless it is fitted. With fitted colours compare shapes, not runs: the same colour then means another value elsewhere.",
    ],
  },
  {
    anchor: "units",
    title: "Most sensitive units",
    text: [
      "Units by their index. The first of very many is partly there by luck: its true index is more likely below its estimate than above.",
    ],
  },
  {
    anchor: "pairs",
    title: "Pairs of factors",
    text: [
      "S2 by pair, upper triangle. Values whose interval leaves 0 out are bold. The colours are fitted, since pairs explain little beside single factors.",
    ],
  },
  {
    anchor: "compare",
    title: "Comparing runs",
    text: [
      "The sentence above the lines compares aggregated indices, which add numerators and denominators over the units; their intervals are narrow. The rows below compare plain means over the units, whose intervals are upper bounds and therefore wider: a difference may stand clear in the one and not in the other.",
      "The baseline's mean is a full dot, the others' are hollow. Runs with the same design and seed share their sample points, so that their differences are surer than their values. Where designs differ, the page says in what.",
    ],
  },
  {
    anchor: "agreement",
    title: "Rank agreement",
    text: [
      "Spearman's rho between two runs' maps, where their checkpoints have the same shape. Networks trained apart number their channels at will, so a rho near 0 says little about them unless they started from the same weights.",
    ],
  },
  {
    anchor: "unit",
    title: "One unit",
    text: [
      "The run's first measure as a full dot, its others as hollow ones. The gap between S1 and ST is what the factor does only together with others; a Shapley effect lies between them. Values in grey are not distinguishable from 0.",
    ],
  },
  {
    anchor: "specialization",
    title: "Leading factors",
    text: [
      "Every unit is given to the factor with its largest index, but only where that index’s 95 % interval lies above those of all other factors. Elsewhere the order of the two is not known and the unit is undecided, which says something about the sample and not about the unit.",
    ],
  },
  {
    anchor: "factor-correlation",
    title: "Correlation of the factors",
    text: [
      "At every pixel the channels are ranked by each factor’s index, and the ranks of two factors are correlated (Spearman’s rho); the figure shows the mean over the pixels, and on hover its spread. Near 1, the same channels react to both factors; near 0, knowing one says nothing about the other.",
    ],
  },
  {
    anchor: "discriminant",
    title: "Telling factors apart",
    text: [
      "If a linear rule can tell which factor a channel’s map belongs to, factors leave marks of their own in the layout of the map. The rule is tested on channels that it was not fitted to, over and over with other splits; all maps of a channel are on one side of a split.",
      "The interval is over channels. Below or at the chance line, nothing can be told. The scatter is of an analysis of all maps and looks better than the tested accuracy.",
    ],
  },
  {
    anchor: "masks",
    title: "Masks",
    text: [
      "A mask multiplies the activations of chosen units while the network runs: 0 silences them, 0.5 damps, 1.5 amplifies. A rule chooses units by the rank of their index, checkpoint by checkpoint: above the percentile 0.9 are the highest 10 % of each. The number is exact; where several units equal the threshold the seed decides, and units without an index or without any sensitivity are never among the highest.",
      "A soft mask chooses nobody: every unit is multiplied by its own index m, or by 1 − m, so that sensitive units are kept or suppressed in proportion.",
      "Two masks combine to their union (units of either) or their intersection (units of both).",
    ],
  },
  {
    anchor: "controls",
    title: "Random masks as controls",
    text: [
      "Silencing any tenth of a network does damage. What a mask does by its choice of units is the difference to masks of as many random units in the same checkpoints; the least sensitive units are another control. For a soft mask the same multipliers are shuffled.",
      "Differences are paired: every image is compared with itself under both masks, which makes them surer than the two accuracies. Intervals are over images; draws of one image are averaged first.",
      "A network that gives one answer to nearly every image has collapsed. Its accuracy then says that too much is gone, not what the masked units stand for.",
    ],
  },
  {
    anchor: "held-out",
    title: "Images left aside",
    text: [
      "A run leaves a share of its images aside, a quarter unless told otherwise. Masks are tested on these only: the units were chosen as those that react most on the images the run has seen, partly by luck, so that a test on the same images flatters the mask. Another image set is unseen as a whole.",
    ],
  },
  {
    anchor: "study",
    title: "Masking studies",
    text: [
      "A study masks by each of its factors in 17 ways: the highest 10, 20, 30, 40 and 50 % of units silenced, damped and amplified, and the two soft masks. It tests them on plain images and on images changed by each augmentation, always beside random masks.",
      "In the chart a point outside the grey band differs from random masks beyond the 95 % interval of the paired difference. Among so many comparisons about one in twenty does by chance alone.",
      "The rank correlation tells whether the masks of a factor act on changed images as on plain ones: it compares the two rows of 17 accuracies by their order.",
    ],
  },
  {
    anchor: "clusters",
    title: "Clusters",
    text: [
      "What has alike ranks joins early: the distance is sqrt(1 − |rho|), 0 for the same or exactly opposite ranks, 1 for unrelated ones, and a cluster's distance is the average over its pairs. The cut decides what counts as one cluster; it has no right value.",
    ],
  },
  {
    anchor: "single-class",
    title: "Single classes",
    text: [
      "The last layer's units are classes, so they have indices too. If masking by a factor pushes predictions to just those classes whose outputs are most sensitive to it, the factor may stand for them. The overlap of the top-5 predictions with these classes is their Jaccard similarity: common classes over all classes in either.",
      "A candidate overlaps by at least 0.01, at least three times as much as without a mask, and more than 95 % of random sets of classes under the same predictions. Masks under which the network collapses are not judged.",
    ],
  },
];

export default function Page() {
  return (
    <article className="mx-auto max-w-[70ch] space-y-6">
      <h1 className="text-xl font-semibold">How to read the figures</h1>
      {TOPICS.map((topic) => (
        <section key={topic.anchor} id={topic.anchor} className="scroll-mt-16 space-y-2">
          <h2 className="text-base font-semibold">{topic.title}</h2>
          {topic.text.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
      <section id="factors" className="scroll-mt-16 space-y-2">
        <h2 className="text-base font-semibold">The factors</h2>
        <dl className="space-y-1">
          {Object.entries(FACTOR_HELP).map(([key, text]) => (
            <div key={key} className="flex items-baseline gap-2">
              <dt className="flex w-40 shrink-0 items-center gap-2 font-medium">
                <FactorMark factor={key} />
                {factorName(key)}
              </dt>
              <dd className="text-muted">{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </article>
  );
}
