"use strict";

// Elements. All text of the data goes in as text nodes: nothing of it is ever read as markup.

const byId = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") made.addEventListener("click", value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""),
  );
  return made;
}

// Text of the data: set apart, so that marks of its writing direction end with it.
const bdi = (text) => make("bdi", { dir: "auto" }, text);

const button = (label, click, attributes = {}) =>
  make("button", { type: "button", click, ...attributes }, label);

function link(address, label) {
  if (!/^https?:\/\//i.test(address)) return bdi(`${label}: ${address}`);
  return make("a", { href: address, rel: "noopener noreferrer", target: "_blank", title: address }, label);
}

// Text of rules, in which backticks mark what stands in files or is typed.
function prose(text) {
  return text.split("`").map((part, at) => (at % 2 ? make("code", {}, part) : part));
}

const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

const plural = (count, noun) => `${number(count)} ${noun}${count === 1 || noun === "info" ? "" : "s"}`;

function cut(text, width) {
  return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
}

function option(value, label) {
  return make("option", { value }, label);
}

function badge(severity) {
  return make("span", { class: `badge ${severity}` }, severity);
}

function reveal(target) {
  target.scrollIntoView({ block: "nearest" });
  target.focus({ preventScroll: true });
}
