package dev.optimist.core.script;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The code of a script in which every function, every lambda and every jump backwards first takes a {@link ScriptSteps}. */
final class CountedCode extends ClassVisitor {
    /** What Painless itself adds to a script, which runs once for each run of it, or not at all. */
    private static final Set<String> ONCE = Set.of(
            "execute()V",
            "getName()Ljava/lang/String;",
            "getSource()Ljava/lang/String;",
            "getStatements()Ljava/util/BitSet;");

    private static final String STEPS = Type.getInternalName(ScriptSteps.class);

    private boolean counts;

    private CountedCode(ClassWriter writer) {
        super(Opcodes.ASM9, writer);
    }

    /** Returns the code of a script that counts, or null where there is nothing in it to be counted. */
    static byte @Nullable [] of(byte[] code) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, 0);
        CountedCode counted = new CountedCode(writer);
        reader.accept(counted, 0);
        return counted.counts ? writer.toByteArray() : null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new Steps(next, /* onEntry= */ !isOnce(name, descriptor));
    }

    /** No function of a script can have a name with such a sign. */
    private static boolean isOnce(String name, String descriptor) {
        return name.startsWith("<") || name.startsWith("$") || ONCE.contains(name + descriptor);
    }

    private final class Steps extends MethodVisitor {
        private final boolean onEntry;
        private final Set<Label> passed = new HashSet<>();

        Steps(MethodVisitor next, boolean onEntry) {
            super(Opcodes.ASM9, next);
            this.onEntry = onEntry;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (onEntry) {
                take();
            }
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                take();
            }
            super.visitJumpInsn(opcode, target);
        }

        /** Needs nothing of the stack, so that nothing else in the code changes. */
        private void take() {
            counts = true;
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, "take", "()V", /* isInterface= */ false);
        }
    }
}
