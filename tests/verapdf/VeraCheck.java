import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges files by veraPDF's own core: VeraCheck FLAVOURS FILE...
 *
 * <p>One line a flavour and file, "PASS flavour file"; after "FAIL flavour file" follow lines with
 * a tab in front, one for each clause that is broken. The start takes longer than most files, so
 * many are judged in one go.
 */
public class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        String[] flavours = arguments[0].split(",");
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            for (String flavour : flavours) {
                judge(PDFAFlavour.byFlavourId(flavour), file);
            }
        }
    }

    private static void judge(PDFAFlavour flavour, String file) throws Exception {
        try (FileInputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.println(verdict + " " + flavour.getId() + " " + file);
            broken(result).forEach((clause, words) -> System.out.println("\t" + clause + words));
        }
    }

    private static Map<String, String> broken(ValidationResult result) {
        Map<String, String> found = new LinkedHashMap<>();
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getStatus() == TestAssertion.Status.FAILED) {
                String clause = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                found.putIfAbsent(clause, " " + one.getMessage().replaceAll("\\s+", " "));
            }
        }
        return found;
    }
}
