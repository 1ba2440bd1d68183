// Walks the page: every visible [data-role] node with its box, and every visible piece of text with its own.
// Boxes are CSS pixels of the viewport. A node is visible where it is what a pointer would hit.
(() => {
  const W = innerWidth, H = innerHeight;
  const nodes = [...document.querySelectorAll("[data-role]")];
  const indexOf = new Map(nodes.map((n, i) => [n, i]));
  const CONTAINERS = new Set(["window", "dialog", "document"]);
  const clips = new Map();
  const cut = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const boxOf = n => { const r = n.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const area = b => Math.max(0, b[2] - b[0]) * Math.max(0, b[3] - b[1]);

  // What the ancestors of a node leave visible of it, itself included when `own`.
  function clipOf(node, own) {
    if (!node || node === document.documentElement || node === document.body) return [0, 0, W, H];
    const key = own ? node : null;
    if (key && clips.has(key)) return clips.get(key);
    const style = getComputedStyle(node);
    let clip = style.position === "fixed" ? [0, 0, W, H] : clipOf(node.parentElement, true);
    if (own && style.overflow !== "visible" && style.display !== "inline") clip = cut(clip, boxOf(node));
    if (key) clips.set(key, clip);
    return clip;
  }
  function hits(x, y, node) {
    const e = document.elementFromPoint(Math.min(Math.max(x, 0), W - 1), Math.min(Math.max(y, 0), H - 1));
    return !!e && (e === node || node.contains(e) || e.contains(node));
  }
  function share(box, node) {
    let seen = 0;
    for (const fx of [0.08, 0.5, 0.92]) for (const fy of [0.12, 0.5, 0.88])
      if (hits(box[0] + fx * (box[2] - box[0]), box[1] + fy * (box[3] - box[1]), node)) seen++;
    return seen / 9;
  }
  // Cut off sides of a partly covered box that are covered over their whole length.
  function trimmed(box, node) {
    const [x1, y1, x2, y2] = box, across = [0.05, 0.25, 0.5, 0.75, 0.95];
    const column = x => across.some(f => hits(x, y1 + f * (y2 - y1), node));
    const line = y => across.some(f => hits(x1 + f * (x2 - x1), y, node));
    const step = (a, b) => Math.max(1.5, (b - a) / 60);
    let l = x1 + 1, r = x2 - 1, t = y1 + 1, b = y2 - 1;
    while (l < r && !column(l)) l += step(x1, x2);
    while (r > l && !column(r)) r -= step(x1, x2);
    while (t < b && !line(t)) t += step(y1, y2);
    while (b > t && !line(b)) b -= step(y1, y2);
    return [l <= x1 + 2 ? x1 : l, t <= y1 + 2 ? y1 : t, r >= x2 - 2 ? x2 : r, b >= y2 - 2 ? y2 : b];
  }
  function visible(node) {
    const style = getComputedStyle(node);
    return style.visibility !== "hidden" && style.display !== "none" && +style.opacity > 0.05;
  }
  const found = nodes.map((node, i) => {
    const whole = boxOf(node); let box = cut(whole, clipOf(node, false));
    const role = node.dataset.role, large = CONTAINERS.has(role);
    const seen = area(box) > 0 && visible(node) ? share(box, node) : 0;
    const keep = seen >= (large ? 0.2 : 0.5) && area(box) >= (large ? 0.15 : 0.45) * area(whole);
    const parent = node.parentElement && node.parentElement.closest("[data-role]");
    if (keep && seen < 0.99) box = trimmed(box, node);
    return { box, role, keep, parent: parent ? indexOf.get(parent) : -1, data: { ...node.dataset }, seen };
  });

  const pieces = [];
  const measure = document.createElement("canvas").getContext("2d");
  const shown = (text, style) => style.textTransform === "uppercase" ? text.toUpperCase()
    : style.textTransform === "lowercase" ? text.toLowerCase()
    : style.textTransform === "capitalize" ? text.replace(/(^|[\s\-(])(\p{L})/gu, (m, a, b) => a + b.toUpperCase()) : text;
  function add(text, box, style, node, block) {
    text = shown(text.replace(/\s+/g, " "), style);
    const owner = node.closest("[data-role]");
    if (text.trim()) pieces.push({ text, box, size: parseFloat(style.fontSize), owner: owner ? indexOf.get(owner) : -1, block });
  }
  const blocks = new Map();
  function blockOf(node) {
    while (node && getComputedStyle(node).display.startsWith("inline") && node.parentElement) node = node.parentElement;
    if (!blocks.has(node)) blocks.set(node, blocks.size);
    return [node, blocks.get(node)];
  }
  function readText(textNode) {
    const parent = textNode.parentElement;
    if (!parent || !visible(parent) || parent.closest("select,option,script,style,title,textarea")) return;
    const style = getComputedStyle(parent), range = document.createRange();
    if (parseFloat(style.fontSize) < 6) return;
    const clip = clipOf(parent, true), [blockNode, block] = blockOf(parent);
    const blockStyle = getComputedStyle(blockNode);
    let limit = clip[2], mark = "";
    if (blockStyle.textOverflow === "ellipsis" && blockNode.scrollWidth > blockNode.clientWidth) {
      measure.font = style.font;
      limit = Math.min(limit, boxOf(blockNode)[2] - parseFloat(blockStyle.paddingRight) - parseFloat(blockStyle.borderRightWidth) - measure.measureText("…").width);
      mark = "…";
    }
    const whole = textNode.textContent;
    range.selectNodeContents(textNode);
    const rects = [...range.getClientRects()].filter(r => r.width > 0.3);
    if (!rects.length) return;
    if (rects.length === 1) {
      const r = rects[0], box = [r.left, r.top, r.right, r.bottom], y = (r.top + r.bottom) / 2;
      const inside = r.left >= clip[0] - 1 && r.right <= limit + 1 && r.top >= clip[1] - 2 && r.bottom <= clip[3] + 2;
      if (inside && [0.02, 0.35, 0.65, 0.98].every(f => hits(r.left + f * r.width, y, parent))) return add(whole, box, style, parent, block);
    }
    let run = null, ended = false;
    const close = () => { if (run) add(run.text, run.box, style, parent, block); run = null; };
    for (let i = 0; i < whole.length; i++) {
      range.setStart(textNode, i); range.setEnd(textNode, Math.min(whole.length, i + 1));
      const all = range.getClientRects(), r = all[all.length - 1];
      if (!r || r.width === 0) continue;
      const y = (r.top + r.bottom) / 2;
      if (run && r.top > run.box[1] + 0.6 * (run.box[3] - run.box[1])) close();
      const visibleUp = r.top >= clip[1] - 0.15 * r.height && r.bottom <= clip[3] + 0.15 * r.height;
      const visibleAcross = r.left >= clip[0] - 1 && r.right <= limit + 0.5;
      if (visibleUp && visibleAcross && hits(r.left + 0.15 * r.width, y, parent) && hits(r.left + 0.85 * r.width, y, parent)) {
        if (!run) run = { text: "", box: [r.left, r.top, r.right, r.bottom] };
        run.text += whole[i];
        run.box[2] = Math.max(run.box[2], r.right); run.box[3] = Math.max(run.box[3], r.bottom);
        run.box[1] = Math.min(run.box[1], r.top);
      } else {
        if (run && mark && !visibleAcross && !ended) { run.text = run.text.trimEnd() + mark; run.box[2] = limit + measure.measureText("…").width; ended = true; }
        close();
      }
    }
    close();
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.textContent.trim()) readText(walker.currentNode);

  // Native fields keep their text out of the DOM: its place follows from the font and the padding.
  for (const field of document.querySelectorAll("input,select")) {
    if (["checkbox", "radio", "range", "color"].includes(field.type) || !visible(field)) continue;
    const style = getComputedStyle(field), box = cut(boxOf(field), clipOf(field, false));
    const text = field.tagName === "SELECT" ? (field.selectedOptions[0] || {}).text || "" : field.type === "password" ? "" : field.value || field.placeholder;
    if (!text || area(box) < 0.9 * area(boxOf(field)) || share(box, field) < 0.85) continue;
    measure.font = style.font;
    const left = box[0] + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
    const right = box[2] - parseFloat(style.paddingRight) - parseFloat(style.borderRightWidth);
    const width = measure.measureText(shown(text, style)).width, room = right - left;
    if (width > room) continue;
    const start = ["center", "right", "end"].includes(style.textAlign) ? left + (style.textAlign === "center" ? (room - width) / 2 : room - width) : left;
    const middle = (box[1] + box[3]) / 2, half = Math.min(0.75 * parseFloat(style.fontSize), (box[3] - box[1]) / 2 - 1);
    add(text, [Math.max(box[0] + 1, start - 2), middle - half, Math.min(box[2] - 1, start + width + 6), middle + half], style, field, -1 - pieces.length);
  }
  return { found, pieces };
})()
