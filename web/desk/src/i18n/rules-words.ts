// The words of the page of rules come with it: most who open the desk never see it.
import i18next from "i18next";
import { rulesEn } from "./rules-en";
import { rulesRu } from "./rules-ru";

i18next.addResourceBundle("ru", "translation", rulesRu, true);
i18next.addResourceBundle("en", "translation", rulesEn, true);
