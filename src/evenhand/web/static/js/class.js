// The class page: choose pupils, recognise in two taps, record a concern in three with what will follow in sight.
// Every record goes through the device's queue; the server's answer is final and a difference is shown.
import { startAnswers } from "./class_answers.js";
import { startMarks } from "./class_marks.js";
import { startMove } from "./class_move.js";
import { startOutcomes } from "./class_outcomes.js";
import { startProjector } from "./class_projector.js";
import { startTray } from "./class_tray.js";
import { load } from "./class_data.js";

if (load()) {
  startTray();
  startMove();
  startOutcomes();
  startMarks();
  startAnswers();
  startProjector();
}
