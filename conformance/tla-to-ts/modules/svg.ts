/** The module SVG: elements of a drawing as records, and their text. What writes files or lays out graphs is refused. */
export const TEXT: string = String.raw`
-------------------------------- MODULE SVG --------------------------------
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

SVGElem(_name, _attrs, _children, _innerText) ==
  [name |-> _name, attrs |-> _attrs, children |-> _children, innerText |-> _innerText]
LOCAL Shape(name, own, attrs) == SVGElem(name, own @@ attrs, <<>>, "")

Line(x1, y1, x2, y2, attrs) ==
  Shape("line", [x1 |-> ToString(x1), y1 |-> ToString(y1), x2 |-> ToString(x2), y2 |-> ToString(y2)], attrs)
Circle(cx, cy, r, attrs) ==
  Shape("circle", [cx |-> ToString(cx), cy |-> ToString(cy), r |-> ToString(r)], attrs)
Rect(x, y, w, h, attrs) ==
  Shape("rect", [x |-> ToString(x), y |-> ToString(y), width |-> ToString(w), height |-> ToString(h)], attrs)
Text(x, y, text, attrs) == SVGElem("text", [x |-> ToString(x), y |-> ToString(y)] @@ attrs, <<>>, text)
Image(x, y, width, height, href, attrs) ==
  LET own == [x |-> ToString(x), y |-> ToString(y), width |-> ToString(width), height |-> ToString(height)]
  IN  Shape("image", own @@ ("xlink:href" :> href), attrs)
Group(children, attrs) == SVGElem("g", attrs, children, "")
Svg(children, attrs) == SVGElem("svg", attrs, children, "")
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  LET box == ToString(vbX) \o " " \o ToString(vbY) \o " " \o ToString(vbW) \o " " \o ToString(vbH)
      own == "xmlns" :> "http://www.w3.org/2000/svg"
               @@ "xmlns:xlink" :> "http://www.w3.org/1999/xlink" @@ "viewBox" :> box
  IN  Svg(<<children>>, own @@ attrs)

\* Computed by the engine.
SVGElemToString(elem) == ""
NodeOfRingNetwork(cx, cy, r, n, m) == [x |-> cx, y |-> cy]
PointOnLine(from, to, segment) == from

\* Refused.
NodesOfDirectedMultiGraph(nodes, edges, options) == <<>>
SVGSerialize(svg, frameNamePrefix, frameNumber) == TRUE
=============================================================================
`;
