// The words of a supervisor on the line and of a conference come with their screens: few days have either.
import i18next from "i18next";
import { lineEn } from "./line-en";
import { lineRu } from "./line-ru";

i18next.addResourceBundle("ru", "translation", lineRu, true);
i18next.addResourceBundle("en", "translation", lineEn, true);
