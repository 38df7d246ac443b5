// What every page loads. Each module looks for its own marks in the page; without them it does nothing.
import "./requests.js";
import "./themes.js";
import "./toasts.js";
import "./menus.js";
import "./dialogs.js";
import "./keyboard.js";
import "./tables.js";
import "./tabs.js";
import "./forms.js";
import "./mentions.js";
import "./uploads.js";
import "./charts.js";
import "./designer.js";
import "./grid.js";
import "./live.js";
import "./work.js";
import "./board.js";
