// What every page does once it is there: follow the record, answer the keyboard, sign what forms say.
import { follow } from "./live.js";
import { keyboard } from "./shortcuts.js";
import { forms } from "./forms.js";
import { keyForms, showKey } from "./keyring.js";

follow();
keyboard();
forms();
showKey();
keyForms();
if (document.querySelector("[data-check]")) import("./verify.js").then((each) => each.start());
